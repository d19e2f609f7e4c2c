import { noUsage } from "@smart-router/llm/chat/response.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Store, StoreError } from "../../packages/core/src/store/store.ts";
import { readUsage } from "../../packages/core/src/usage/read-usage.ts";
import { newRequestId } from "../../packages/core/src/usage/request-record.ts";
import { type Tallied, tally } from "../../packages/core/src/usage/tally.ts";

const noon = Date.parse("2026-11-22T12:00:00Z");
const dayMs = 24 * 3600_000;

let store: ReturnType<typeof openSqliteStore>;
beforeEach(() => {
	store = openSqliteStore(":memory:");
});
afterEach(() => store.close());

const request = (more: Partial<Tallied> = {}): Tallied => ({
	workspace: "default",
	requestId: newRequestId(noon),
	time: noon,
	keyId: "key_1",
	profileId: "openai:work",
	provider: "openai",
	model: "gpt-6-luna",
	failed: false,
	usage: { ...noUsage, input: 100, output: 10, cachedInput: 40 },
	cost: { nanoUsd: 5000, estimated: false },
	...more,
});
const read = (query: Parameters<typeof readUsage>[2] = {}) => readUsage({ store, clock: () => noon }, "default", query);

describe("the sums", () => {
	it("add up by day, account, model and key", async () => {
		await tally({ store }, request());
		await tally({ store }, request({ keyId: "key_2" }));
		await tally({ store }, request({ profileId: "openai:home", time: noon - dayMs }));
		await tally({ store }, request({ profileId: null, provider: null, model: null, failed: true, usage: undefined, cost: undefined }));

		const byAccount = await read({ groupBy: ["account"] });

		expect(byAccount.data.map(({ account, requests, errors }) => [account, requests, errors])).toEqual([
			["openai:work", 2, 0],
			["openai:home", 1, 0],
			[null, 1, 1],
		]);
		expect(byAccount.total).toMatchObject({ requests: 4, errors: 1, inputTokens: 300, cachedInputTokens: 120, outputTokens: 30 });
		expect(byAccount.total.costUsd).toBeCloseTo(0.000015, 12);
		expect((await read()).data.map(({ day, requests }) => [day, requests])).toEqual([
			["2026-11-21", 1],
			["2026-11-22", 3],
		]);
		expect((await read({ groupBy: ["key", "model"] })).data).toHaveLength(3);
	});

	it("hold the days asked for, over the turn of a year too", async () => {
		for (const day of ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"]) {
			await tally({ store }, request({ time: Date.parse(`${day}T23:59:59Z`) }));
		}
		const days = async (from: string, to: string) => (await read({ from, to })).data.map(({ day }) => day);

		expect(await days("2025-12-31", "2026-01-01")).toEqual(["2025-12-31", "2026-01-01"]);
		expect(await days("2026-01-02", "2026-01-02")).toEqual(["2026-01-02"]);
		await expect(read({ from: "2026-01-02", to: "2026-01-01" })).rejects.toThrow("1 to 400");
	});

	it("count a request once when the reply to the write is lost", async () => {
		let lost = 0;
		const losing: Store = {
			...store,
			update: async (...args) => {
				const written = await store.update(...args);
				if (lost++ === 0) throw new StoreError("unavailable", "the reply was lost", { mayHaveWritten: true });
				return written;
			},
		};

		await tally({ store: losing }, request());

		expect(lost).toBe(2);
		expect((await read()).total).toMatchObject({ requests: 1, inputTokens: 100 });
	});

	it("lose nothing when many add at once", async () => {
		await Promise.all(Array.from({ length: 200 }, () => tally({ store }, request())));

		expect((await read()).total).toMatchObject({ requests: 200, outputTokens: 2000 });
	});

	it("mark what is estimated and what has no price", async () => {
		await tally({ store }, request({ cost: undefined }));
		await tally({ store }, request({ usage: { ...noUsage, input: 5, estimated: true } }));

		expect((await read()).total).toMatchObject({ estimatedRequests: 1, unpricedRequests: 1 });
	});
});
