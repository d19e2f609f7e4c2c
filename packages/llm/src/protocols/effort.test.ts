import { expect, it } from "vitest";
import { effortOf } from "./effort.ts";

it.each([
	[{ effort: "high" }, "high"],
	[{ effort: "low", budgetTokens: 16_000 }, "low"],
	[{ budgetTokens: 0 }, "none"],
	[{ budgetTokens: 1 }, "low"],
	[{ budgetTokens: 3000 }, "medium"],
	[{ budgetTokens: 30_000 }, "max"],
	[{ budgetTokens: -1 }, undefined],
	[{}, undefined],
] as const)("%o is effort %s", (reasoning, effort) => {
	expect(effortOf(reasoning)).toBe(effort);
});
