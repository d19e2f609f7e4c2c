import { isDeepStrictEqual } from "node:util";
import { type Account, isAccountItem, type Pool } from "@smart-router/core/account/account.ts";
import type { Claim } from "@smart-router/core/selection/claim.ts";
import type { Item } from "@smart-router/core/store/store.ts";
import { type History, type Operation, type Violation, versionName, type Write } from "./history.ts";
import { isBefore, type Life, overlap, statesWithin } from "./lives.ts";
import { eligible, isWell } from "./specification.ts";

type ClaimOperation = Operation & { readonly ask: { readonly kind: "claim" } };

const isClaim = (operation: Operation): operation is ClaimOperation => operation.ask.kind === "claim";
const claimsOf = ({ outcome }: Operation): readonly (Claim | "none" | "failed")[] => (outcome.kind === "claims" ? outcome.claims : []);

/** 2, 4, and that an attempt knows the state it took. */
export const wrongClaims = (history: History, lives: readonly Life[]): Violation[] =>
	history.operations
		.filter(isClaim)
		.flatMap((operation) => [
			...claimsOf(operation).flatMap((claim) =>
				claim === "none" ? starved(operation, lives) : claim === "failed" ? [] : misread(operation, claim, lives),
			),
			...outOfTurn(operation, history, lives),
		]);

/** 4: while one account is eligible no claim fails. */
function starved(operation: ClaimOperation, lives: readonly Life[]): Violation[] {
	const { ask, now } = operation;
	const steady = lives.filter((life) => {
		const { states, gone } = statesWithin(life, operation);
		return !gone && states.every((account) => !ask.exclude.includes(account.profileId) && eligible(account, now, ask.model));
	});
	return steady.map(({ label }) => ({
		rule: "no claim fails while an account is eligible",
		what: `${operation.id}: ${label} was, all along`,
	}));
}

/** What an attempt goes by when it is settled: the state its claim left, or a later one when the reply was lost. */
function misread({ id, faults, ask }: ClaimOperation, claim: Claim, lives: readonly Life[]): Violation[] {
	const { account, seen, model } = claim;
	const { [versionName]: version }: Item = account;
	const state = lives.find(({ gen }) => gen === account.gen)?.states.find(({ write }) => write.version === version);
	const entries = Object.entries(state?.account.cooldowns ?? {}).map(([scope, entry]) => [scope, entry.id]);
	const right = state && (state.by.id === id || faults > 0) && model === ask.model && isDeepStrictEqual(Object.fromEntries(entries), seen);
	return right ? [] : [{ rule: "a claim knows the state it took", what: `${id}: ${account.label}` }];
}

/**
 * 2: with nobody else at work, exactly the one whose turn it is. An instance that has lost a write is left out: while the pool is busy it picks
 * among several on purpose.
 */
function outOfTurn(operation: ClaimOperation, { operations, writes }: History, lives: readonly Life[]): Violation[] {
	const [claim, ...more] = claimsOf(operation);
	const { id, instance } = operation;
	if (typeof claim !== "object" || more.length > 0 || operation.ask.begins) return [];
	const ofItsPool = writes.filter(({ item }) => item.sk.startsWith("rotation#"));
	const disturbed = ofItsPool.some((write) => write.operation !== id && overlap(write, operation));
	const own = operations.filter((other) => other.instance === instance && other.to <= operation.to);
	if (disturbed || own.some(({ refused, faults }) => refused + faults > 0)) return [];

	const open = lives.flatMap((life) => standingBefore(operation, life)).filter(({ account }) => mayBeClaimed(account, operation));
	const taken = open.find(({ account }) => account.gen === claim.account.gen);
	if (!taken) return [{ rule: "claim: takes only what is eligible", what: `${id}: ${claim.account.label}` }];
	const pool = poolBefore(operation, ofItsPool);
	const called = open.find(({ account }) => account.first === true && account.profileId === pool?.primary);
	const probes = open.filter(({ account }) => !isWell(account, operation.now, operation.ask.model));
	const home = probes.length === 0 ? homeOf(operation, open, pool) : undefined;
	const mayGo = home ? [home] : probes.length > 0 ? probes : open;
	const ahead = called ? notTaken(called, taken, claim.account) : aheadOf(taken, mayGo, pool);
	return ahead.map(({ account }) => ({ rule: "in turn", what: `${id}: ${taken.account.label}, but it was the turn of ${account.label}` }));
}

const mayBeClaimed = (account: Account, { ask, now }: ClaimOperation): boolean =>
	eligible(account, now, ask.model) && !ask.exclude.includes(account.profileId);

/** An account, and the last claim of it. */
interface Standing {
	readonly account: Account;
	readonly claim: Operation | undefined;
}

function standingBefore(operation: Operation, { states, end }: Life): Standing[] {
	const past = states.filter(({ write }) => isBefore(write, operation));
	const account = past.at(-1)?.account;
	if (!account || (end && isBefore(end, operation))) return [];
	return [{ account, claim: past.findLast(({ by }) => by.ask.kind === "claim")?.by }];
}

const poolBefore = (operation: Operation, writes: readonly Write[]): Pool | undefined =>
	writes
		.filter((write) => !isAccountItem(write.item) && isBefore(write, operation))
		.toSorted((one, other) => one.version - other.version)
		.at(-1)?.item as Pool | undefined;

/** The account of the claim's conversation, unless the strategy knows no conversations. */
const homeOf = ({ ask }: ClaimOperation, open: readonly Standing[], pool: Pool | undefined): Standing | undefined =>
	pool?.strategy === "failover-only" ? undefined : open.find(({ account }) => account.label === ask.boundTo);

/** The one a person rotated to goes first, and once: its flag goes with the claim. */
const notTaken = (called: Standing, taken: Standing, after: Account): Standing[] =>
	called === taken && after.first === undefined ? [] : [called];

/** Those whose turn it was instead, among all that may go first; what `least-used` compares is left to the sequential model. */
function aheadOf(taken: Standing, first: readonly Standing[], pool: Pool | undefined): readonly Standing[] {
	if (!first.includes(taken)) return first;
	const others = first.filter((other) => other !== taken);
	const isPrimary = ({ account }: Standing): boolean => account.profileId === pool?.primary;
	switch (pool?.strategy ?? "round-robin") {
		case "round-robin":
			return others.filter((other) => isClaimedBefore(other, taken));
		case "failover-only":
			if (isPrimary(taken)) return [];
			return others.filter((other) => isPrimary(other) || comesBefore(other.account, taken.account));
		default:
			return [];
	}
}

const comesBefore = (one: Account, other: Account): boolean =>
	one.priority < other.priority || (one.priority === other.priority && one.profileId < other.profileId);

/** By what happened when, not by the product's own clock: its last claim was over before the other's last claim began. */
function isClaimedBefore(one: Standing, other: Standing): boolean {
	if (!one.claim) return other.claim !== undefined || one.account.profileId < other.account.profileId;
	return other.claim !== undefined && isBefore(one.claim, other.claim);
}
