import { type Account, accountKey, poolKey, sameLife } from "@smart-router/core/account/account.ts";
import { profileIdOf } from "@smart-router/core/account/profile-id.ts";
import { updateAccount } from "@smart-router/core/account/update.ts";
import { clearAccount, clearAll, clearCooldown, setCooldown } from "@smart-router/core/cooldown/by-hand.ts";
import { markFailure, markSuccess } from "@smart-router/core/cooldown/mark.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { Binding } from "@smart-router/core/selection/affinity.ts";
import { type Claim, createSelection } from "@smart-router/core/selection/claim.ts";
import { explain } from "@smart-router/core/selection/explain.ts";
import { rotate } from "@smart-router/core/selection/rotate.ts";
import { eq, lt, notExists, type Store, StoreError, set } from "@smart-router/core/store/store.ts";
import { putRequestRecord } from "@smart-router/core/usage/request-record.ts";
import { provider, sampleAccount } from "../accounts.ts";
import type { Ask, History, Outcome } from "./history.ts";
import { createRecorder } from "./record.ts";
import { groupOf } from "./specification.ts";

export interface InstanceDeps {
	readonly name: string;
	readonly workspace: string;
	readonly store: Store;
	/** ms, what this instance believes the time is. */
	readonly clock: () => number;
	/** Chooses among accounts; failures are always marked with a half. */
	readonly random: () => number;
	/** Orders what all instances do; never seen by the product. */
	readonly stopwatch: () => number;
	/** What lies between the product and its store: faults. */
	readonly between?: Between;
	/** What is wrong with the product. */
	readonly bug?: Bug;
}

/** The store as something that lies before it lets it appear. */
export type Between = (store: Store, context: Context) => Store;

/** What the instance is at. */
export interface Context {
	ask(): Ask;
	now(): number;
	/** Tells the recorder of a call that failed, or whose reply was lost. */
	fault(): void;
}

/** A bug seeded from outside, into what the product reads and writes or into what it is asked: product code has no switch for it. */
export interface Bug {
	readonly store?: Between;
	readonly asks?: (ask: Ask, store: Store) => Ask | Promise<Ask>;
}

export interface Instance {
	readonly history: History;
	/** Attempts that are not settled yet. */
	readonly open: Claim[];
	/** One at a time; whatever becomes of it is in the history. */
	perform(ask: Ask): Promise<void>;
}

/** One instance of the gateway, as a Lambda or a local server is one: its own selection and clock, the same store as all others. */
export function createInstance(deps: InstanceDeps): Instance {
	const recorder = createRecorder(deps.store, deps.stopwatch);
	let now = 0;
	let current: Ask = { kind: "explain" };
	const context: Context = { ask: () => current, now: () => now, fault: recorder.fault };
	const { between, bug } = deps;
	const reached = between?.(recorder.store, context) ?? recorder.store;
	const store = bug?.store?.(reached, context) ?? reached;
	const product = createProduct({ store, clock: () => now, random: deps.random, workspace: deps.workspace });
	const open: Claim[] = [];
	let count = 0;
	return {
		history: recorder.history,
		open,
		async perform(ask) {
			const id = `${deps.name}.${++count} ${ask.kind}`;
			now = deps.clock();
			current = ask;
			await recorder.during({ id, instance: deps.name, now, ask }, async () => {
				try {
					const outcome = await product((await bug?.asks?.(ask, deps.store)) ?? ask, id);
					if (outcome.kind === "claims") open.push(...outcome.claims.filter((claim) => typeof claim === "object"));
					return outcome;
				} catch (error) {
					return { kind: "refused", code: codeOf(error) };
				}
			});
		},
	};
}

function codeOf(error: unknown): string {
	if (error instanceof GatewayError) return error.code;
	if (error instanceof StoreError) return `StoreError ${error.kind}`;
	return error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
}

interface ProductDeps {
	readonly store: Store;
	readonly clock: () => number;
	readonly random: () => number;
	readonly workspace: string;
}

/** Not before both are over: an operation leaves nothing under way. */
async function bothOf(...work: readonly Promise<unknown>[]): Promise<void> {
	await Promise.allSettled(work);
	await Promise.all(work);
}

const hour = 3_600_000;

/** As the store would tell it: nothing where a conversation begins, and no conversation where there is none. */
function bindingOf({ begins, boundTo }: Ask & { kind: "claim" }, now: number): Promise<Binding | undefined> | undefined {
	if (begins) return Promise.resolve(undefined);
	return boundTo === undefined ? undefined : Promise.resolve({ profileId: profileIdOf(provider, boundTo), until: now + hour });
}

const done: Outcome = { kind: "done" };

/** The product's own functions, and nothing of their work repeated here but the plain writes of linking, removing and renewing. */
function createProduct(deps: ProductDeps): (ask: Ask, id: string) => Promise<Outcome> {
	const { store, clock, workspace } = deps;
	const half = { store, clock, random: () => 0.5 };
	const selection = createSelection(deps);
	const keyOf = (label: string) => accountKey(workspace, provider, label);

	async function claimOne(ask: Ask & { kind: "claim" }): Promise<Claim | "none"> {
		const group = groupOf[ask.model];
		const exclude = new Set(ask.exclude);
		const binding = bindingOf(ask, clock());
		const outcome = await selection.claim({
			workspace,
			provider,
			model: ask.model,
			exclude,
			...(binding && { binding }),
			...(group === undefined ? {} : { group }),
		});
		return outcome.kind === "claimed" ? outcome.claim : "none";
	}

	/** Some of them may fail; when all do, the operation does. */
	async function claimMany(ask: Ask & { kind: "claim" }): Promise<(Claim | "none" | "failed")[]> {
		const settled = await Promise.allSettled(Array.from({ length: ask.times }, () => claimOne(ask)));
		const [first] = settled;
		if (first?.status === "rejected" && settled.every(({ status }) => status === "rejected")) throw first.reason;
		return settled.map((one) => (one.status === "fulfilled" ? one.value : "failed"));
	}

	async function standing(label: string): Promise<Account> {
		const item = await store.get(keyOf(label));
		if (!item) throw new GatewayError("account_not_found", "There is no such account.");
		return item as Account;
	}

	const record = ({ attemptId, account }: Claim): Promise<void> =>
		putRequestRecord(
			{ store },
			{
				...{
					id: attemptId,
					time: clock(),
					workspace,
					keyId: "key",
					protocol: "openai-chat",
					tier: "EXPLICIT",
					score: 0,
					confidence: null,
					reason: "model named by the client",
					modelAsked: "",
					provider,
					model: null,
				},
				...{
					profileId: account.profileId,
					status: 200,
					outcome: "ok",
					attempts: [],
					inputTokens: null,
					outputTokens: null,
					cachedInputTokens: null,
					costUsd: null,
					estimated: false,
					latencyMs: 0,
				},
			},
		);

	return async (ask, id) => {
		switch (ask.kind) {
			case "claim":
				return { kind: "claims", claims: await claimMany(ask) };
			case "fail":
				await bothOf(markFailure(half, ask.claim, ask.verdict), record(ask.claim));
				return done;
			case "succeed":
				await bothOf(markSuccess(half, ask.claim), record(ask.claim));
				return done;
			case "rest":
				await setCooldown(half, keyOf(ask.label), ask.scope, { seconds: ask.seconds, reason: "maintenance" });
				return done;
			case "clear":
				await clearCooldown(half, keyOf(ask.label), ask.scope);
				return done;
			case "reset":
				await clearAccount(half, keyOf(ask.label));
				return done;
			case "reset all":
				await clearAll(half, { workspace });
				return done;
			case "enable":
			case "disable":
				await updateAccount(half, workspace, profileIdOf(provider, ask.label), { enabled: ask.kind === "enable" });
				return done;
			case "cap":
				await updateAccount(half, workspace, profileIdOf(provider, ask.label), { maxConcurrency: ask.most });
				return done;
			case "link": {
				const account = { ...sampleAccount(ask.label, { gen: `gen of ${id}`, workspace }), ...keyOf(ask.label) };
				return (await store.put(account, notExists("pk"))).ok ? done : { kind: "refused", code: "exists" };
			}
			case "remove": {
				const removed = await store.remove(keyOf(ask.label), sameLife(await standing(ask.label)));
				return removed.ok ? done : { kind: "refused", code: "account_not_found" };
			}
			case "renew": {
				const { gen, credentialVersion: version } = await standing(ask.label);
				const changes = [set(["credentialVersion"], version + 1)];
				const renewed = await store.update(keyOf(ask.label), changes, {
					op: "and",
					of: [eq(["gen"], gen), lt(["credentialVersion"], version + 1)],
				});
				return renewed.ok ? done : { kind: "refused", code: "conflict" };
			}
			case "strategy":
				await store.put({ ...poolKey(workspace, provider), provider, strategy: ask.strategy });
				return done;
			case "rotate":
				await rotate(half, { workspace, provider });
				return done;
			case "explain":
				await explain(half, { workspace, provider, model: "gpt-a" });
				return done;
		}
	};
}
