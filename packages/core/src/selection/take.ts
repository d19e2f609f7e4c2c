import { type Account, toAccount } from "../account/account.ts";
import { add, and, type Change, type Condition, eq, type Item, lt, notExists, type Store, StoreError, set, unset } from "../store/store.ts";
import { eligibleCondition, type Need } from "./eligible.ts";
import { attemptChanges, withAttempt } from "./in-flight.ts";
import { isProbe, leaseChanges, withLease } from "./probe.ts";
import { isCalledFirst } from "./rank.ts";
import { marksAt, paceMarksAt } from "./uses.ts";

/**
 * How a claim's write competes with others on the same account:
 * - `compare`: only on the very state that was read (`claims` is its version, `beganAt` that of conversations);
 * - `stamp`: on any state with an older logical clock;
 * - `push`: on any state; moves the logical clock on from wherever it stands, so that nobody's write can make it fail.
 */
export type TakeMode = "compare" | "stamp" | "push";

export interface Take {
	readonly account: Account;
	readonly need: Need;
	readonly mode: TakeMode;
	/** Later than every `claimedAt` of the snapshot, and not before now. */
	readonly claimedAt: number;
	/** The same of every `beganAt`; counts when the need begins a conversation. */
	readonly beganAt: number;
	readonly attemptId: string;
	/** Told apart from every other claim's: an account that carries it was taken by this one. */
	readonly nonce: string;
}

/** Taken, with the account after the write; or how it stands instead, undefined when it is gone. */
export type Taken = { readonly taken: true; readonly account: Account } | { readonly taken: false; readonly stands: Account | undefined };

const noncesKept = 8;

/** One conditional write. Throws `StoreError` unless the write may have happened: then the account itself tells whether it did. */
export async function takeAccount(store: Store, take: Take): Promise<Taken> {
	try {
		const written = await store.update(take.account, changesOf(take), conditionOf(take));
		return written.ok ? { taken: true, account: toAccount(written.item) } : recognised(written.current, take.nonce);
	} catch (error) {
		if (!(error instanceof StoreError && error.mayHaveWritten)) throw error;
		return recognised(await store.get(take.account), take.nonce);
	}
}

/** A write whose reply was lost is repeated by the SDK and then fails on its own traces: the nonce says that it was ours. */
function recognised(current: Item | undefined, nonce: string): Taken {
	const account = current && toAccount(current);
	return account && Object.hasOwn(account.nonces, nonce) ? { taken: true, account } : { taken: false, stands: account };
}

function conditionOf({ account, need, mode, claimedAt, nonce }: Take): Condition {
	const eligible = and(eligibleCondition(account, need), notExists("nonces", nonce));
	switch (mode) {
		case "compare":
			return and(eligible, ...(need.begins ? [sameBeginning(account), lt(["claimedAt"], claimedAt)] : [eq(["claims"], account.claims)]));
		case "stamp":
			return and(eligible, lt(["claimedAt"], claimedAt));
		case "push":
			return eligible;
	}
}

/** No other conversation has begun on it; those under way do not matter, as long as the logical clock grows. */
const sameBeginning = ({ beganAt }: Account): Condition => (beganAt === undefined ? notExists("beganAt") : eq(["beganAt"], beganAt));

/** The account as the write leaves it, when it still is as it was read. */
export function afterTake({ account, need, claimedAt, beganAt, attemptId, nonce }: Omit<Take, "mode">): Account {
	const { pool, now } = need;
	const { first, ...rest } = account;
	return {
		...rest,
		...(first !== undefined && !isCalledFirst(account, pool) && { first }),
		claims: account.claims + 1,
		claimedAt,
		...(need.begins && { beganAt }),
		nonces: { ...Object.fromEntries(latest(account)), [nonce]: account.claims + 1 },
		useMarks: marksAt(account, now),
		paceMarks: paceMarksAt(account, now),
		...withAttempt(account, attemptId, now),
		...(isProbe(account, need) && withLease(account, need)),
	};
}

/** The nonces that are kept beside a new one. */
const latest = (account: Account): [string, number][] =>
	Object.entries(hasNonces(account) ? account.nonces : {})
		.sort(([, one], [, other]) => other - one)
		.slice(0, noncesKept - 1);

/** Version 0.1 kept a list of them in this place, which the first claim replaces. */
const hasNonces = ({ nonces }: Account): boolean => !Array.isArray(nonces);

const nonceChanges = (account: Account, nonce: string, { nonces }: Account): Change[] =>
	hasNonces(account)
		? [
				set(["nonces", nonce], account.claims + 1),
				...Object.keys(account.nonces).flatMap((old) => (Object.hasOwn(nonces, old) ? [] : [unset("nonces", old)])),
			]
		: [set(["nonces"], nonces)];

function changesOf(take: Take): Change[] {
	const { account, need, mode, beganAt, attemptId, nonce } = take;
	const after = afterTake(take);
	const { claimedAt, useMarks, paceMarks = [] } = after;
	return [
		add(["claims"], 1),
		mode === "push" ? add(["claimedAt"], 1) : set(["claimedAt"], claimedAt),
		...(need.begins ? [set(["beganAt"], beganAt)] : []),
		...nonceChanges(account, nonce, after),
		set(["useMarks"], useMarks),
		set(["paceMarks"], paceMarks),
		...(isCalledFirst(account, need.pool) ? [unset("first")] : []),
		...attemptChanges(account, attemptId, need.now),
		...leaseChanges(account, need),
	];
}
