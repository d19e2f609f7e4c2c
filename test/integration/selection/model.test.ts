import type { Strategy } from "@smart-router/core/account/account.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { labels } from "../../support/accounts.ts";
import { bugs } from "../../support/history/bugs.ts";
import { commandsOn, everything } from "../../support/history/commands.ts";
import type { Bug } from "../../support/history/instance.ts";
import { commandOf, createModel, createReal, type Step } from "../../support/history/model.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { runs } from "../../support/runs.ts";
import { onEveryStoreAndMoto } from "./stores.ts";

const strategies: readonly Strategy[] = ["round-robin", "round-robin", "least-used", "failover-only"];

/** Emulators take some ms a call, moto many. */
const sizes: Readonly<Record<string, number>> = {
	SQLite: runs(100, 5_000),
	dynalite: runs(4, 100),
	"DynamoDB Local": runs(4, 200),
	moto: runs(1, 10),
};

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ by: fc.nat(2), command: commandsOn(everything) }) },
	{ weight: 1, arbitrary: fc.record({ wait: fc.oneof(fc.integer({ min: 1, max: 90_000 }), fc.constant(600_000), fc.nat(86_400_000)) }) },
);

/** Plays rows of commands on the store, each in a workspace of its own. */
function asModelled(store: Store, bug: Bug = {}) {
	let count = 0;
	const rows = fc.commands([step.map(commandOf)], { maxCommands: 40, size: "max" });
	return fc.asyncProperty(fc.constantFrom(...strategies), rows, (strategy, commands) => {
		const setup = async () => {
			const model = createModel(strategy);
			const real = createReal(store, `model-${count++}`, model, bug);
			await real.instances[0]?.instance.perform({ kind: "strategy", strategy });
			for (const label of labels(3)) await commandOf({ by: 0, command: { do: "ask", ask: { kind: "link", label } } }).run(model, real);
			return { model, real };
		};
		return fc.asyncModelRun(setup, commands);
	});
}

onEveryStoreAndMoto(({ name, fresh }) => {
	test("one thing after the other happens as the sequential model says", { timeout: 1_800_000 }, async ({ skip }) => {
		const store = (await fresh()) ?? skip();

		await fc.assert(asModelled(store), { numRuns: sizes[name] ?? 1 });
	});
});

test.each([
	"the most recently used goes first",
	"eligibility ignores the model's group",
	"a limit of a model rests the whole account",
	"the account rotated to keeps its turn",
	"explaining counts as a claim",
])("the model tells when %s", async (name) => {
	const told = await fc.check(asModelled(createMemoryStore(), bugs[name]), { numRuns: 500, seed: 5, endOnFailure: true });

	expect(told.failed).toBe(true);
});
