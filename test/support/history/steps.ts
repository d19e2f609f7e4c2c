import { isDeepStrictEqual } from "node:util";
import type { Account, Cooldown } from "@smart-router/core/account/account.ts";
import type { Operation, Violation } from "./history.ts";
import type { Life } from "./lives.ts";
import * as specification from "./specification.ts";

/** 1, 5, 7: every write, replayed in the store's order, is exactly one step of the specification. */
export const wrongSteps = (lives: readonly Life[]): Violation[] =>
	lives.flatMap(({ label, states }) =>
		states.slice(1).flatMap(({ account, by, write }, index): Violation[] => {
			const before = states[index]?.account;
			// The SDK repeats a write whose reply was lost.
			const again = states[index]?.by === by && isDeepStrictEqual(before, account);
			const what = before && !again && wrongStep(before, by, account);
			return what ? [{ rule: `${by.ask.kind}: ${what.rule}`, what: `write ${write.version} of ${label} by ${by.id}: ${what.why}` }] : [];
		}),
	);

function wrongStep(before: Account, by: Operation, after: Account): { rule: string; why: string } | undefined {
	if (by.ask.kind === "claim" && !specification.eligible(before, by.now, by.ask.model))
		return { rule: "takes only what is eligible", why: `${JSON.stringify(before)} at ${by.now}` };
	if (by.ask.kind === "claim" && after.claimedAt <= before.claimedAt)
		return { rule: "the logical clock grows", why: `${before.claimedAt} to ${after.claimedAt}` };
	if (by.ask.kind === "rotate" && !specification.isWell(before, by.now))
		return { rule: "takes only what is eligible", why: before.profileId };
	if ("claim" in by.ask && by.ask.claim.account.gen !== before.gen) return { rule: "touches only the life it claimed", why: before.gen };
	const expected = stepped(before, by, after);
	const [found, wanted] = [factsOf(after, by.now), factsOf(expected, by.now)];
	if (isDeepStrictEqual(found, wanted)) return undefined;
	return { rule: "does what is specified", why: `left ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}` };
}

/** The specification's step. What it leaves open (random ids, the logical clock, nonces) is as the product chose it. */
export function stepped(before: Account, { ask, now }: Pick<Operation, "ask" | "now">, after: Account): Account {
	switch (ask.kind) {
		case "claim": {
			const { claimedAt, nonces, beganAt } = after;
			const { first, ...rest } = specification.claimed(before, now, ask.model, newNameOf(before.inFlight, after.inFlight));
			return {
				...rest,
				claimedAt,
				nonces,
				...(ask.begins && beganAt !== undefined && { beganAt }),
				...(after.first !== undefined && first !== undefined && { first }),
			};
		}
		case "fail":
			return specification.ended(specification.failed(before, ask.claim, ask.verdict, now, newIdOf(before, after)), ask.claim);
		case "succeed":
			return specification.ended(specification.succeeded(before, ask.claim, now), ask.claim);
		case "rest":
			return specification.rested(before, ask.scope, ask.seconds, now, after.cooldowns[ask.scope]?.id ?? "none");
		case "clear":
			return specification.cleared(before, ask.scope);
		case "reset":
		case "reset all":
			return specification.reset(before);
		case "enable":
		case "disable":
			return specification.enabled(before, ask.kind === "enable");
		case "cap":
			return specification.capped(before, ask.most);
		case "renew":
			return specification.renewed(before);
		case "rotate":
			return { ...before, first: true };
		default:
			return before;
	}
}

/** The one id that was not there before; nothing when there is none, or an old one twice. */
function newIdOf(before: Account, after: Account): string {
	const known = new Set(Object.values(before.cooldowns).map(({ id }) => id));
	return Object.values(after.cooldowns).find(({ id }) => !known.has(id))?.id ?? "none";
}

const newNameOf = (before: object = {}, after: object = {}): string =>
	Object.keys(after).find((name) => !Object.hasOwn(before, name)) ?? "none";

/** What is compared: all but words for people, what only the product's own bookkeeping reads, and cooldowns that nobody remembers. */
export function factsOf(account: Account, now: number): object {
	const {
		cooldowns,
		inFlight: _attempts,
		refused,
		errorText: _text,
		updatedAt: _changed,
		revision: _revision,
		useMarks: _uses,
		paceMarks: _pace,
		lastFaultId: _fault,
		...facts
	} = account;
	const remembered = Object.entries(cooldowns).filter(([, entry]) => !specification.isForgotten(entry, now));
	const entries = remembered.map(([scope, entry]) => [scope, entryFacts(entry)]);
	const inFlight = specification.attempts(account, now);
	return { ...facts, refused: refused?.credentialVersion, cooldowns: Object.fromEntries(entries), inFlight };
}

const entryFacts = ({ by: _by, reason: _reason, status: _status, evidence: _evidence, ...facts }: Cooldown): object => facts;
