import { type Account, isAccountItem, toAccount } from "@smart-router/core/account/account.ts";
import type { History, Interval, Operation, Violation, Write } from "./history.ts";

/** An account from one linking to its removal: what stood there, write by write, in the order in which the store decided. */
export interface Life {
	readonly gen: string;
	readonly label: string;
	readonly states: readonly State[];
	/** The removal, when it came to it. */
	readonly end: Write | undefined;
}

export interface State {
	readonly account: Account;
	/** The write that made it. */
	readonly write: Write;
	readonly by: Operation;
}

export const overlap = (one: Interval, other: Interval): boolean => one.from <= other.to && other.from <= one.to;
export const isBefore = (one: Interval, other: Interval): boolean => one.to < other.from;

/** Every account of the history, and what is wrong with the order of its writes. */
export function livesOf({ operations, writes }: History): { readonly lives: readonly Life[]; readonly violations: readonly Violation[] } {
	const byId = new Map(operations.map((operation) => [operation.id, operation]));
	const ofAccounts = writes.filter(({ item }) => isAccountItem(item));
	const byGen = Map.groupBy(ofAccounts, ({ item }) => `${item["gen"]}`);
	const lives: Life[] = [];
	const violations: Violation[] = [];
	for (const [gen, unordered] of byGen) {
		const all = unordered.toSorted((one, other) => one.version - other.version);
		violations.push(...disorder(all));
		// What was never linked is no account, and nothing more is to be said of it.
		if (all[0]?.call !== "put") continue;
		const states = all.flatMap((write) => {
			const by = byId.get(write.operation);
			return by && write.call !== "remove" ? [{ account: toAccount(write.item), write, by }] : [];
		});
		const label = `${all[0]?.item["label"]}`;
		lives.push({ gen, label, states, end: all.find(({ call }) => call === "remove") });
	}
	return { lives, violations };
}

/** 9: an account begins by being linked and ends by being removed; nothing brings it back, and no write of it is lost. */
function disorder(writes: readonly Write[]): Violation[] {
	return writes.flatMap((write, index): Violation[] => {
		const { version, item, call, operation } = write;
		const name = `write ${version} of ${item.sk} by ${operation}`;
		const before = writes[index - 1];
		const found: Violation[] = [];
		if (version !== index + 1) found.push({ rule: "a life is one row of writes", what: `${name} is number ${index + 1} of its life` });
		if ((call === "put") !== (index === 0) || item["gen"] === undefined)
			found.push({ rule: "only linking makes an account", what: `${name} made one` });
		if (before?.call === "remove") found.push({ rule: "nothing brings back a deleted account", what: name });
		if (before && isBefore(write, before))
			found.push({ rule: "writes are in the order of time", what: `${name} was over before the one before it` });
		return found;
	});
}

/** What may have stood there at some time within the interval; `gone` when the account may not have existed all along. */
export function statesWithin({ states, end }: Life, interval: Interval): { readonly states: readonly Account[]; readonly gone: boolean } {
	const [first] = states;
	return {
		states: states
			.filter(({ write }, index) => {
				const next = states[index + 1]?.write ?? end;
				return write.from <= interval.to && (next === undefined || next.to >= interval.from);
			})
			.map(({ account }) => account),
		gone: first === undefined || first.write.to >= interval.from || (end !== undefined && end.from <= interval.to),
	};
}
