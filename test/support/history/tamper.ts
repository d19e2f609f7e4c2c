import { isAccountItem, toAccount } from "@smart-router/core/account/account.ts";
import type { Claim } from "@smart-router/core/selection/claim.ts";
import type { Change, Condition, Item, Store, Written } from "@smart-router/core/store/store.ts";
import type { Ask } from "./history.ts";
import type { Between, Bug, Context } from "./instance.ts";

/** Tools to seed bugs with: each tampers with what passes between the product and its store during some operations. */

type Kinds = readonly Ask["kind"][] | "all";
const concerns = (kinds: Kinds, ask: Ask): boolean => kinds === "all" || kinds.includes(ask.kind);

interface Sent {
	readonly changes: readonly Change[];
	readonly condition: Condition | undefined;
}

/** Updates of accounts are sent otherwise. */
export const sending =
	(kinds: Kinds, tampered: (sent: Sent, context: Context) => Sent): Between =>
	(store, context) => ({
		...store,
		update(key, changes, condition) {
			if (!isAccountItem(key) || !concerns(kinds, context.ask())) return store.update(key, changes, condition);
			const sent = tampered({ changes, condition }, context);
			return store.update(key, sent.changes, sent.condition);
		},
	});

type Leaf = Exclude<Condition, { op: "and" | "or" | "not" }>;
export type About = (leaf: Leaf) => boolean;

/** About this path or what is below it; `?` stands for any name. */
export const at =
	(...names: readonly string[]): About =>
	({ path }) =>
		names.every((name, index) => path[index] !== undefined && (name === "?" || path[index] === name));

/** Without its parts that are about these paths; nothing when there are no others. */
export function without(condition: Condition | undefined, about: About): Condition | undefined {
	switch (condition?.op) {
		case undefined:
			return undefined;
		case "and":
		case "or": {
			const of = condition.of.flatMap((part) => without(part, about) ?? []);
			return of.length === 0 ? undefined : { op: condition.op, of };
		}
		case "not":
			return without(condition.of, about) && condition;
		default:
			return condition && (about(condition) ? undefined : condition);
	}
}

export const isAbout = (condition: Condition | undefined, about: About): boolean =>
	JSON.stringify(without(condition, about)) !== JSON.stringify(condition);

/** Updates of accounts are sent without these parts of their conditions. */
export const dropping = (kinds: Kinds, ...abouts: readonly About[]): Between =>
	sending(kinds, ({ changes, condition }) => ({ changes, condition: without(condition, (leaf) => abouts.some((about) => about(leaf))) }));

/** Items look otherwise when they are read, or come back with a refused write. */
export const seeing =
	(kinds: Kinds, seen: (item: Item, context: Context) => Item | undefined): Between =>
	(store, context) => {
		const look = (item: Item | undefined): Item | undefined => (item && concerns(kinds, context.ask()) ? seen(item, context) : item);
		const told = (written: Written): Written => (written.ok ? written : { ok: false, current: look(written.current) });
		return {
			...store,
			get: async (...input) => look(await store.get(...input)),
			async query(query) {
				const { items, next } = await store.query(query);
				return { items: items.flatMap((item) => look(item) ?? []), next };
			},
			update: async (...input) => told(await store.update(...input)),
		};
	};

/** Accounts look as if they had no such attribute. */
export const blindTo = (kinds: Kinds, name: string, instead?: Item[string]): Between =>
	seeing(kinds, (item) => {
		const { [name]: _unseen, ...rest } = item;
		return isAccountItem(item) ? ({ ...rest, ...(instead !== undefined && { [name]: instead }) } as Item) : item;
	});

/** Both at once. */
export const and =
	(one: Between, other: Between): Between =>
	(store, context) =>
		one(other(store, context), context);

/** An attempt is settled as if it had claimed its account just now. */
export const claimedJustNow =
	(kind: "fail" | "succeed"): NonNullable<Bug["asks"]> =>
	async (ask, store) =>
		ask.kind === kind ? { ...ask, claim: await claimedNow(ask.claim, store) } : ask;

async function claimedNow(claim: Claim, store: Store): Promise<Claim> {
	const item = await store.get(claim.account);
	if (item?.["gen"] !== claim.account.gen) return claim;
	const account = toAccount(item);
	return { ...claim, account, seen: Object.fromEntries(Object.entries(account.cooldowns).map(([scope, { id }]) => [scope, id])) };
}
