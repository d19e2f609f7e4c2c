import { type Account, isAccountItem, type Strategy, toAccount, workspacePk } from "@smart-router/core/account/account.ts";
import type { Claim } from "@smart-router/core/selection/claim.ts";
import type { Item, Store } from "@smart-router/core/store/store.ts";
import type fc from "fast-check";
import { expect } from "vitest";
import { noon, provider } from "../accounts.ts";
import { askOf, type Command } from "./commands.ts";
import { type Ask, type Operation, versionName } from "./history.ts";
import { type Bug, createInstance, type Instance } from "./instance.ts";
import { eligible, isWell } from "./specification.ts";
import { factsOf, stepped } from "./steps.ts";

/** What a pool is expected to be, when one thing happens after the other. */
export interface Model {
	now: number;
	readonly strategy: Strategy;
	primary: string | undefined;
	/** By profile id, in that order. */
	accounts: Map<string, Account>;
	/** ms of every claim, by life. */
	readonly claimedAt: Map<string, number[]>;
}

/** The product, as instances with clocks that differ, and what they have stored. */
export interface Real {
	readonly instances: readonly { readonly instance: Instance; readonly skew: number }[];
	readonly open: Claim[];
	accounts(): Promise<Map<string, Account>>;
}

export type Step = { readonly by: number; readonly command: Command } | { readonly wait: number };

const skews = [0, -5_000, 5_000];

export function createReal(store: Store, workspace: string, model: Model, bug: Bug = {}): Real {
	const instances = skews.map((skew, index) => ({
		skew,
		instance: createInstance({
			...{ name: `i${index}`, workspace, store, random: () => 0.5, stopwatch: performance.now.bind(performance) },
			clock: () => model.now + skew,
			bug,
		}),
	}));
	return {
		instances,
		open: [],
		async accounts() {
			const { items } = await store.query({ pk: workspacePk(workspace), prefix: `rotation#${provider}#` });
			const found = items.filter(isAccountItem).map(({ [versionName]: _count, ...item }) => toAccount(item as Item));
			return new Map(found.map((account) => [account.profileId, account]));
		},
	};
}

export const createModel = (strategy: Strategy): Model => ({
	...{ now: noon, strategy, primary: undefined, accounts: new Map(), claimedAt: new Map() },
});

/** The step as a command of fast-check. */
export const commandOf = (step: Step): fc.AsyncCommand<Model, Real> => ({
	check: () => true,
	toString: () => JSON.stringify(step),
	async run(model, real) {
		if ("wait" in step) model.now += step.wait;
		else await act(step.command, step.by, model, real);
	},
});

/** Does it with the product, and expects what the model says: of the outcome, and of every account. */
async function act(command: Command, by: number, model: Model, { instances, open, accounts }: Real): Promise<void> {
	const { instance, skew } = instances[by % instances.length] ?? { skew: 0 };
	const now = model.now + skew;
	const ask = askOf(command, open, now);
	if (!ask || !instance) return;
	await instance.perform(ask);
	const operation = instance.history.operations.at(-1);
	open.push(...instance.open.splice(0));
	const after = await accounts();
	if (operation) expectOutcome(model, operation, after);
	expect([...after.keys()]).toEqual([...model.accounts.keys()].sort());
	for (const [profileId, expected] of model.accounts) {
		const found = after.get(profileId);
		expect(found && factsOf(found, now)).toEqual(factsOf(expected, now));
	}
	model.accounts = after;
}

function expectOutcome(model: Model, { ask, outcome, now }: Operation, after: ReadonlyMap<string, Account>): void {
	const { accounts } = model;
	const change = (profileId: string): void => {
		const [before, left] = [accounts.get(profileId), after.get(profileId)];
		if (before && left) accounts.set(profileId, stepped(before, { ask, now }, left));
	};
	const named = "label" in ask ? `${provider}:${ask.label}` : "";
	const exists = accounts.has(named);
	const missing = { kind: "refused", code: "account_not_found" };
	const done = { kind: "done" };
	switch (ask.kind) {
		case "claim":
			expect(outcome).toMatchObject({ kind: "claims", claims: claimed(model, ask, now, after).map(labelled) });
			return;
		case "fail":
		case "succeed": {
			expect(outcome).toEqual(done);
			const { profileId, gen } = ask.claim.account;
			if (accounts.get(profileId)?.gen === gen) change(profileId);
			return;
		}
		case "link": {
			expect(outcome).toEqual(exists ? { kind: "refused", code: "exists" } : done);
			const linked = after.get(named);
			if (!exists && linked) accounts.set(named, linked);
			return;
		}
		case "remove":
			expect(outcome).toEqual(exists ? done : missing);
			accounts.delete(named);
			return;
		case "rotate":
			expectRotation(model, outcome, now, after);
			return;
		case "reset all":
			expect(outcome).toEqual(done);
			for (const profileId of [...accounts.keys()]) change(profileId);
			return;
		case "explain":
		case "strategy":
			expect(outcome).toEqual(done);
			return;
		default:
			expect(outcome).toEqual(exists ? done : missing);
			change(named);
	}
}

const labelled = (profileId: string | "none"): object | "none" => (profileId === "none" ? "none" : { account: { profileId } });

/** Whom the claims take, one after the other, and what they leave. */
function claimed(model: Model, ask: Ask & { kind: "claim" }, now: number, after: ReadonlyMap<string, Account>): string[] {
	return Array.from({ length: ask.times }, () => {
		const next = turn(model, ask, now);
		const left = next && after.get(next.profileId);
		if (!next || !left) return "none";
		const newest = Math.max(...[...model.accounts.values()].map(({ claimedAt }) => claimedAt));
		const { first, ...taken } = stepped(next, { ask, now }, left);
		const flag = first !== undefined && next.profileId !== model.primary && { first };
		model.accounts.set(next.profileId, { ...taken, ...flag, claimedAt: Math.max(now, newest + 1) });
		// A clock that is behind counts its claims with those it finds.
		const claims = model.claimedAt.get(next.gen) ?? [];
		model.claimedAt.set(next.gen, [...claims, Math.max(now, claims.at(-1) ?? 0)]);
		return next.profileId;
	});
}

/** Whose turn it is. */
function turn(
	{ accounts, primary, strategy, claimedAt }: Model,
	{ model, exclude }: Ask & { kind: "claim" },
	now: number,
): Account | undefined {
	const isPrimary = ({ profileId }: Account): boolean => profileId === primary;
	const half = 12 * 3_600_000;
	const since = Math.floor(now / half) * half - half;
	const uses = ({ gen }: Account): number => (claimedAt.get(gen) ?? []).filter((at) => at >= since).length;
	const recency = [(account: Account) => account.claimedAt, (account: Account) => account.claims];
	const byStrategy: Record<string, readonly ((account: Account) => number)[]> = {
		"round-robin": recency,
		"least-used": [uses, ...recency],
		"failover-only": [(account) => (isPrimary(account) ? 0 : 1), ({ priority }) => priority],
	};
	const order = [
		(account: Account) => (account.first && isPrimary(account) ? 0 : 1),
		(account: Account) => (isWell(account, now, model) ? 1 : 0),
		...(byStrategy[strategy] ?? []),
	];
	return [...accounts.values()]
		.filter((account) => eligible(account, now, model) && !exclude.includes(account.profileId))
		.sort((one, other) => (one.profileId < other.profileId ? -1 : 1))
		.sort((one, other) => order.map((by) => by(one) - by(other)).find((sign) => sign !== 0) ?? 0)
		.at(0);
}

/** Another one than before that may serve any model, flagged; refused when there is none. */
function expectRotation(model: Model, outcome: Operation["outcome"], now: number, after: ReadonlyMap<string, Account>): void {
	const flagged = [...after.values()].find(({ profileId, first }) => first === true && model.accounts.get(profileId)?.first !== true);
	const others = [...model.accounts.values()].filter((account) => isWell(account, now) && account.profileId !== model.primary);
	if (outcome.kind === "refused") {
		expect(outcome).toEqual({ kind: "refused", code: "no_other_account" });
		expect(others.length).toBeLessThanOrEqual(1);
		return;
	}
	const chosen = flagged ?? others.find(({ first }) => first === true);
	expect(others.map(({ profileId }) => profileId)).toContain(chosen?.profileId);
	if (!chosen) return;
	model.primary = chosen.profileId;
	model.accounts.set(chosen.profileId, { ...chosen, first: true });
}
