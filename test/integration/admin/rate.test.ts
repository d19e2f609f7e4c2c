import { takeRequest } from "@smart-router/core/api-key/rate.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.close());

describe("a key with requestsPerMinute", () => {
	it("is refused beyond it until the next minute, with the seconds to wait", async () => {
		const key = await stage.makeKey({ scopes: ["accounts:read"], requestsPerMinute: 2 });
		const ask = () => stage.call("GET", "/admin/pools", { key });
		stage.pass(15_500);

		const results = [await ask(), await ask(), await ask()];
		stage.pass(45_000);
		const next = await ask();

		expect(results.map(({ status }) => status)).toEqual([200, 200, 429]);
		expect(results[2]?.headers["retry-after"]).toBe("45");
		expect(results[2]?.json()).toMatchObject({ error: { type: "rate_limit_error", code: "rate_limited", hint: expect.any(String) } });
		expect(next.status).toBe(200);
	});

	it("gets no second helping at the turn of a minute, and is let in little by little after it", async () => {
		const key = await stage.makeKey({ scopes: ["accounts:read"], requestsPerMinute: 12 });
		const askAll = async () => {
			const results = await Promise.all(Array.from({ length: 12 }, () => stage.call("GET", "/admin/pools", { key })));
			return results.filter(({ status }) => status === 200).length;
		};
		stage.pass(59_000);

		const atTheEnd = await askAll();
		stage.pass(1_000);
		const atTheTurn = await askAll();
		const { headers } = await stage.call("GET", "/admin/pools", { key });
		stage.pass(30_000);
		const halfAMinuteOn = await askAll();
		stage.pass(60_000);
		const later = await askAll();

		expect([atTheEnd, atTheTurn, halfAMinuteOn, later]).toEqual([12, 0, 6, 9]);
		expect(headers["retry-after"]).toBe("1");
	});

	it("has one count over all functions and instances", async () => {
		const key = await stage.makeKey({ scopes: ["accounts:read", "accounts:write"], requestsPerMinute: 7 });
		const results = await Promise.all(
			Array.from({ length: 30 }, (_, index) =>
				index % 2 === 0 ? stage.call("GET", "/admin/pools", { key }) : stage.call("POST", "/admin/accounts/openai:x/verify", { key }),
			),
		);

		expect(results.filter(({ status }) => status !== 429)).toHaveLength(7);
	});

	it("can be given another limit, or none, which counts at once here", async () => {
		const { key, keyId } = await stage.ok<{ key: string; keyId: string }>("POST", "/admin/keys", {
			name: "x",
			scopes: ["accounts:read"],
			requestsPerMinute: 1,
		});
		const ask = async () => (await stage.call("GET", "/admin/pools", { key })).status;

		const limited = [await ask(), await ask()];
		await stage.ok("PATCH", `/admin/keys/${keyId}`, { requestsPerMinute: null });
		const free = [await ask(), await ask()];
		const shown = await stage.ok("GET", `/admin/keys/${keyId}`);

		expect([limited, free]).toEqual([
			[200, 429],
			[200, 200],
		]);
		expect(shown).toMatchObject({ requestsPerMinute: null, name: "x" });
	});
});

it("keys without a limit cost no call of the store", async () => {
	const principal = { workspace: "w", keyId: "k", keyName: "", scopes: [], providers: null, models: null, profiles: null, expiresAt: null };
	const store = new Proxy(stage.store, {
		get: () => () => {
			throw new Error("a call");
		},
	});

	await takeRequest({ store, clock: stage.now }, { ...principal, requestsPerMinute: null });
	await expect(takeRequest({ store, clock: stage.now }, { ...principal, requestsPerMinute: 1 })).rejects.toThrow("a call");
});
