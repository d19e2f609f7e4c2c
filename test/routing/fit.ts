import { writeFileSync } from "node:fs";
import { crossValidate } from "./fit/cross-validate.ts";
import { fitTo } from "./fit/fit-to.ts";
import { rowOf } from "./fit/rows.ts";
import { isHeldOut, readSet } from "./set.ts";

/**
 * Fits weights and boundaries of the scorer on the training part of the set, and writes them as dated data:
 * `node test/routing/fit.ts [YYYY-MM-DD]`. Deterministic; the held-out third is never read. How dear a hard prompt sent to SIMPLE is, cross-validation
 * inside the training part decides: the cheapest price at which it happens to half as many as are bearable.
 */

const file = new URL("../../packages/core/src/routing/score/weights.json", import.meta.url);
/** What a COMPLEX or REASONING prompt sent to SIMPLE costs, in prompts found exactly. */
const hardCosts = [3, 6, 12, 24, 48];
/** The aim is 2 %; half of it is the margin for prompts of other authors. */
const bearable = 0.01;

const rows = readSet()
	.filter((one) => !isHeldOut(one))
	.map(rowOf);

const chosen = hardCosts.find((hardCost) => {
	const validated = crossValidate(rows, hardCost);
	console.log(`At a price of ${hardCost}, cross-validated on the training part:`, validated);
	return validated.hardAsSimple <= bearable;
});
if (chosen === undefined) throw new Error("No price keeps hard prompts off SIMPLE.");

const fitted = {
	asOf: process.argv[2] ?? new Date().toISOString().slice(0, 10),
	about: "Fitted by test/routing/fit.ts on the training part of the evaluation set. Do not edit by hand.",
	trainedOn: rows.length,
	...fitTo(rows, chosen),
};
writeFileSync(file, `${JSON.stringify(fitted, null, "\t")}\n`);
console.log("Fitted:", fitted);
