import { isDeepStrictEqual } from "node:util";
import { isAccountItem } from "@smart-router/core/account/account.ts";
import type { History, Operation, Violation, Write } from "./history.ts";
import { type Life, statesWithin } from "./lives.ts";
import { stepped } from "./steps.ts";

/** Claims an account remembers to recognise its own write by, when the reply was lost. */
const noncesKept = 8;

/** 8: every operation takes effect exactly once, and one that changed nothing had nothing to change. */
export function wrongEffects({ operations, writes }: History, lives: readonly Life[]): Violation[] {
	const byOperation = Map.groupBy(writes, ({ operation }) => operation);
	return [
		...operations.flatMap((operation) => {
			const what = wrongEffect(
				operation,
				(byOperation.get(operation.id) ?? []).filter(({ item }) => isAccountItem(item)),
				lives,
			);
			return what === undefined ? [] : [{ rule: `${operation.ask.kind}: takes effect once`, what: `${operation.id} ${what}` }];
		}),
		...settledTwice(operations),
		...recordedTwice(writes),
	];
}

function wrongEffect(
	{ ask, outcome, faults, from, to, now }: Operation,
	own: readonly Write[],
	lives: readonly Life[],
): string | undefined {
	switch (ask.kind) {
		case "explain":
			return own.length === 0 ? undefined : "wrote";
		case "rotate":
		case "reset all":
		case "strategy":
			return undefined;
		case "claim": {
			const taken = outcome.kind === "claims" ? outcome.claims.filter((claim) => claim !== "none").length : 0;
			const lost = own.length - taken;
			if (lost === 0 || (lost > 0 && lost <= faults && own.some((write) => isForgotten(write, lives) || outcome.kind === "refused")))
				return undefined;
			return `wrote ${own.length} times for ${taken} claims`;
		}
		case "fail":
		case "succeed": {
			const life = lives.find(({ gen }) => gen === ask.claim.account.gen);
			if (own.length === 1 || !life || (own.length === 0 && outcome.kind === "refused")) return undefined;
			const { states, gone } = statesWithin(life, { from, to });
			const idle = gone || states.some((account) => isDeepStrictEqual(stepped(account, { ask, now }, account), account));
			return idle && own.length === 0 ? undefined : `wrote ${own.length} times`;
		}
		default:
			return own.length === (outcome.kind === "done" ? 1 : 0) ? undefined : `wrote ${own.length} times`;
	}
}

/** So many others claimed the account after this write that it could not be recognised any more: the design allows one claim more. */
function isForgotten({ item, version }: Write, lives: readonly Life[]): boolean {
	const life = lives.find(({ gen }) => gen === item["gen"]);
	return (life?.states.filter(({ write, by }) => write.version > version && by.ask.kind === "claim").length ?? 0) >= noncesKept;
}

function settledTwice(operations: readonly Operation[]): Violation[] {
	const settled = operations.flatMap(({ ask }) => (ask.kind === "fail" || ask.kind === "succeed" ? [ask.claim.attemptId] : []));
	return settled
		.filter((attempt, index) => settled.indexOf(attempt) !== index)
		.map((attempt) => ({ rule: "an attempt is settled once", what: attempt }));
}

/** A request's record is put with not-exists, so it is written once however often it is sent. */
const recordedTwice = (writes: readonly Write[]): Violation[] =>
	[
		...Map.groupBy(
			writes.filter(({ item }) => item.pk.endsWith("#request")),
			({ item }) => item.sk,
		),
	].flatMap(([id, puts]) => (puts.length === 1 ? [] : [{ rule: "a request is recorded once", what: `${id}: ${puts.length} times` }]));
