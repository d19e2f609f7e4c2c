import { noUsage } from "@smart-router/llm/chat/response.ts";
import { describe, expect, it } from "vitest";
import { costOf } from "./cost.ts";

const price = { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 };
const usd = (amount: number) => amount * 1e9;

describe("what a request costs", () => {
	it("prices input, cached, cache-write and output tokens each at its own price, reasoning within the output", () => {
		const usage = { input: 1_000_000, cachedInput: 600_000, cacheWriteInput: 100_000, output: 50_000, reasoning: 40_000 };

		expect(costOf(usage, price)).toEqual({ nanoUsd: usd(0.3 * 2 + 0.6 * 0.2 + 0.1 * 2.5 + 0.05 * 10), estimated: false });
	});

	it("takes the price of input where a part has none, and says that it is an estimate", () => {
		const cached = { ...noUsage, input: 1000, cachedInput: 1000 };

		expect(costOf(cached, { input: 2, output: 10 })).toEqual({ nanoUsd: 2_000_000, estimated: true });
		expect(costOf({ ...noUsage, input: 1000 }, { input: 2, output: 10 })).toEqual({ nanoUsd: 2_000_000, estimated: false });
		expect(costOf({ ...noUsage, input: 10, estimated: true }, price).estimated).toBe(true);
	});

	it("stays whole and never below nothing", () => {
		expect(costOf({ ...noUsage, input: 1, cachedInput: 5 }, { input: 0.1, cacheRead: 0.00033 }).nanoUsd).toBe(2);
		expect(costOf(noUsage, price).nanoUsd).toBe(0);
	});
});
