import { noUsage } from "@smart-router/llm/chat/response.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Budget, Principal } from "../../packages/core/src/api-key/principal.ts";
import { requireBudget, spend } from "../../packages/core/src/usage/budget.ts";
import { newRequestId } from "../../packages/core/src/usage/request-record.ts";

const noon = Date.parse("2026-11-30T12:00:00Z");

let store: ReturnType<typeof openSqliteStore>;
beforeEach(() => {
	store = openSqliteStore(":memory:");
});
afterEach(() => store.close());

const principal = (budget: Budget | null): Principal => ({
	workspace: "default",
	keyId: "key_1",
	keyName: "a key",
	scopes: ["proxy"],
	providers: null,
	models: null,
	profiles: null,
	requestsPerMinute: null,
	expiresAt: null,
	budget,
});
const spends = (budget: Budget, tokens: number, usd: number, time = noon) =>
	spend({ store }, budget, {
		workspace: "default",
		requestId: newRequestId(time),
		time,
		keyId: "key_1",
		profileId: null,
		provider: null,
		model: null,
		failed: false,
		usage: { ...noUsage, input: tokens },
		cost: { nanoUsd: usd * 1e9, estimated: false },
	});
const asks = (budget: Budget | null, now = noon) => requireBudget({ store, clock: () => now }, principal(budget));

describe("a budget", () => {
	it.each([
		[{ tokens: 100, period: "day" } as const, 12 * 3600],
		[{ usd: 0.5, period: "day" } as const, 12 * 3600],
		[{ usd: 0.5, tokens: 10_000, period: "month" } as const, 12 * 3600],
	])("%j refuses what comes after it is spent, until its period is over", async (budget, wait) => {
		await asks(budget);
		await spends(budget, 99, 0.49);
		await asks(budget);
		await spends(budget, 1, 0.01);

		await expect(asks(budget)).rejects.toMatchObject({ status: 429, code: "rate_limited", retryAfter: wait });
		await asks(budget, noon + 12 * 3600_000);
	});

	it("of a month holds over its days", async () => {
		const budget = { tokens: 100, period: "month" } as const;
		await spends(budget, 100, 0, Date.parse("2026-11-02T01:00:00Z"));

		await expect(asks(budget)).rejects.toMatchObject({ status: 429 });
	});

	it("costs a key without one no call of the store", async () => {
		store.close();

		await expect(asks(null)).resolves.toBeUndefined();
		store = openSqliteStore(":memory:");
	});
});
