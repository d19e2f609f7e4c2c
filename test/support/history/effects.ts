import { isDeepStrictEqual } from "node:util";
import type { History, Operation, Violation, Write } from "./history.ts";
import { type Life, statesWithin } from "./lives.ts";
import { factsOf, stepped } from "./steps.ts";

/** Claims an account remembers to recognise its own write by, when the reply was lost. */
const noncesKept = 8;

/** 8: every operation takes effect exactly once, and one that changed nothing had nothing to change. */
export function wrongEffects({ operations, writes }: History, lives: readonly Life[]): Violation[] {
	const effects = Map.groupBy(lives.flatMap(changesOf), ({ operation }) => operation);
	const wrote = new Set(writes.map(({ operation }) => operation));
	return [
		...operations.flatMap((operation) => {
			const what = wrongEffect(operation, effects.get(operation.id) ?? [], wrote.has(operation.id), lives);
			return what === undefined ? [] : [{ rule: `${operation.ask.kind}: takes effect once`, what: `${operation.id} ${what}` }];
		}),
		...settledTwice(operations),
		...recordedTwice(writes),
	];
}

function wrongEffect(
	{ ask, outcome, faults, from, to, now }: Operation,
	own: readonly Write[],
	wrote: boolean,
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
			const claims = outcome.kind === "claims" ? outcome.claims : ["failed"];
			const taken = claims.filter((claim) => typeof claim === "object").length;
			const lost = own.length - taken;
			const mayBeLost = claims.includes("failed") || own.some((write) => isForgotten(write, lives));
			if (lost === 0 || (lost > 0 && lost <= faults && mayBeLost)) return undefined;
			return `wrote ${own.length} times for ${taken} claims`;
		}
		case "fail":
		case "succeed": {
			const life = lives.find(({ gen }) => gen === ask.claim.account.gen);
			if (own.length === 1 || !life || (own.length === 0 && outcome.kind === "refused")) return undefined;
			if (own.length === 2 && faults > 0 && isUndone(own, life)) return undefined;
			const { states, gone } = statesWithin(life, { from, to });
			const idle = gone || states.some((account) => isDeepStrictEqual(stepped(account, { ask, now }, account), account));
			return idle && own.length === 0 ? undefined : `wrote ${own.length} times`;
		}
		default: {
			// By hand: what is asked for may stand there already. A lost reply hides what was done, or does it again after somebody undid it.
			const right = outcome.kind === "done" ? wrote && own.length <= 1 + faults : own.length <= faults;
			return right ? undefined : `wrote ${own.length} times`;
		}
	}
}

/** A write that the SDK repeats, or that only drops what nobody remembers, has no effect. */
const changesOf = ({ states, end }: Life): Write[] => [
	...states.flatMap(({ account, write, by }, index) => {
		const before = states[index - 1]?.account;
		return before && isDeepStrictEqual(factsOf(account, by.now), factsOf(before, by.now)) ? [] : [write];
	}),
	...(end ? [end] : []),
];

/** Somebody took back what the first write did, so the second one, sent again for its lost reply, found nothing of it. */
function isUndone([first, second]: readonly Write[], { states }: Life): boolean {
	const between = states.filter(({ write }) => first && second && write.version > first.version && write.version < second.version);
	return between.some(({ by }) => ["reset", "reset all", "clear", "rest", "succeed"].includes(by.ask.kind));
}

/**
 * The account was removed after this write, or claimed by so many others that it does not remember the write: then its lost reply costs one claim
 * more, as the design allows.
 */
function isForgotten({ item, version }: Write, lives: readonly Life[]): boolean {
	const life = lives.find(({ gen }) => gen === item["gen"]);
	const later = life?.states.filter(({ write, by }) => write.version > version && by.ask.kind === "claim") ?? [];
	return life?.end !== undefined || later.length >= noncesKept;
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
