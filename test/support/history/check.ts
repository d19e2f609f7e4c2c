import { wrongClaims } from "./claims.ts";
import { wrongEffects } from "./effects.ts";
import type { History, Operation, Violation } from "./history.ts";
import { livesOf } from "./lives.ts";
import { wrongSteps } from "./steps.ts";

/** Everything in the history that `design/selection.md` does not allow; empty when it is correct. */
export function check(history: History): Violation[] {
	const { lives, violations } = livesOf(history);
	return [
		...violations,
		...wrongSteps(lives),
		...wrongEffects(history, lives),
		...wrongClaims(history, lives),
		...history.operations.flatMap(unexpected),
	];
}

/** What an operation may be refused with, by name; a store that fails on purpose is told by `faults`. */
const refusals = ["account_not_found", "conflict", "no_other_account", "exists"];

const unexpected = ({ id, outcome, faults }: Operation): Violation[] =>
	outcome.kind !== "refused" || refusals.includes(outcome.code) || (faults > 0 && outcome.code.startsWith("StoreError"))
		? []
		: [{ rule: "an operation does not fail", what: `${id}: ${outcome.code}` }];
