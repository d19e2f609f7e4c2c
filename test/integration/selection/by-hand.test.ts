import { accountKey, poolKey } from "@smart-router/core/account/account.ts";
import { clearAccount, clearAll, clearCooldown, setCooldown } from "@smart-router/core/cooldown/by-hand.ts";
import { markSuccess } from "@smart-router/core/cooldown/mark.ts";
import { createSelection } from "@smart-router/core/selection/claim.ts";
import { explain } from "@smart-router/core/selection/explain.ts";
import { rotate } from "@smart-router/core/selection/rotate.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { link, noon, provider, sampleAccount, sampleCooldown, stored, workspace } from "../../support/accounts.ts";

const minute = 60_000;
const pool = { workspace, provider };
const a = accountKey(workspace, provider, "a");
let now = noon;
let store: Store;
beforeEach(() => {
	now = noon;
	store = openSqliteStore(":memory:");
});
const deps = () => ({ store, clock: () => now });

async function claimed(): Promise<string | null> {
	const selection = createSelection({ ...deps(), random: () => 0.5 });
	const outcome = await selection.claim({ ...pool, model: "gpt-4.1", exclude: new Set() });
	return outcome.kind === "claimed" ? outcome.claim.account.label : null;
}

describe("a cooldown set by hand", () => {
	test("rests the account until its time, and a success does not end it", async () => {
		await link(store, ["a"]);
		const selection = createSelection({ ...deps(), random: () => 0.5 });
		const running = await selection.claim({ ...pool, model: "gpt-4.1", exclude: new Set() });

		await setCooldown(deps(), a, "gpt-4.1", { seconds: 60, reason: "maintenance" });
		if (running.kind === "claimed") await markSuccess(deps(), running.claim);

		expect((await stored(store, "a")).cooldowns["gpt-4.1"]).toMatchObject({
			until: noon + minute,
			reason: "maintenance",
			source: "manual",
		});
		expect(await claimed()).toBeNull();
		now += minute;
		expect(await claimed()).toBe("a");
	});

	test("ends by hand, alone or with everything held against the account but a refused credential", async () => {
		const refused = { credentialVersion: 1, at: noon, text: "no such key" };
		await store.put(
			sampleAccount("a", {
				refused,
				errorStreak: 3,
				errorAt: noon,
				errorText: "banned",
				lastFaultAt: noon,
				cooldowns: { "*": sampleCooldown() },
			}),
		);
		await setCooldown(deps(), a, "o3", { seconds: 60, reason: "maintenance" });

		const one = await clearCooldown(deps(), a, "o3");
		const all = await clearAccount(deps(), a);

		expect(Object.keys(one.cooldowns)).toEqual(["*"]);
		expect(all).toMatchObject({ cooldowns: {}, errorStreak: 0, lastFaultAt: 0, refused });
		expect(all.errorText).toBeUndefined();
	});

	test("of an account that is not there", async () => {
		const gone = expect.objectContaining({ code: "account_not_found" });

		await expect(setCooldown(deps(), a, "*", { seconds: 1, reason: "" })).rejects.toEqual(gone);
		await expect(clearCooldown(deps(), a, "*")).rejects.toEqual(gone);
		await expect(clearAccount(deps(), a)).rejects.toEqual(gone);
		expect(await store.get(a)).toBeUndefined();
	});

	test("clear all counts what it ended before its time, of one provider or of all", async () => {
		const cooldowns = { "*": sampleCooldown(), o3: sampleCooldown(), over: sampleCooldown({ until: noon }) };
		await store.put(sampleAccount("a", { cooldowns }));
		await store.put({ ...sampleAccount("b", { cooldowns }), ...accountKey(workspace, "gemini", "b"), provider: "gemini" });
		await store.put({ ...poolKey(workspace, provider), strategy: "round-robin" });

		expect(await clearAll(deps(), { workspace: "other" })).toEqual({ cleared: 0 });
		expect(await clearAll(deps(), pool)).toEqual({ cleared: 2 });
		expect(await clearAll(deps(), { workspace })).toEqual({ cleared: 2 });
		expect((await stored(store, "a")).cooldowns).toEqual({});
	});
});

describe("rotate", () => {
	test.each(["round-robin", "least-used", "failover-only"] as const)(
		"%s: one rotation after the other visits every account",
		async (strategy) => {
			await link(store, ["a", "b", "c"], { strategy });

			const rotated = [await rotate(deps(), pool), await rotate(deps(), pool), await rotate(deps(), pool)];

			expect(rotated).toEqual([
				{ previous: null, primary: "openai:b" },
				{ previous: "openai:b", primary: "openai:c" },
				{ previous: "openai:c", primary: "openai:a" },
			]);
			expect(await claimed()).toBe("a");
		},
	);

	test("the next claim takes the primary and its flag, the ones after it go on as before", async () => {
		await link(store, ["a", "b", "c"]);
		for (let index = 0; index < 4; index++) await claimed();

		await rotate(deps(), pool);
		await rotate(deps(), pool);
		const next = [await claimed(), await claimed(), await claimed(), await claimed()];

		expect(next).toEqual(["c", "b", "a", "c"]);
		expect((await stored(store, "c")).first).toBeUndefined();
	});

	test("failover-only stays on its primary", async () => {
		await link(store, ["a", "b"], { strategy: "failover-only" });

		await rotate(deps(), pool);

		expect([await claimed(), await claimed(), await claimed()]).toEqual(["b", "b", "b"]);
	});

	test("skips what is not eligible, and refuses with the reason when nothing else is", async () => {
		await link(store, ["a", "b", "c"]);
		await setCooldown(deps(), accountKey(workspace, provider, "b"), "*", { seconds: 60, reason: "maintenance" });

		const rotated = await rotate(deps(), pool);
		await setCooldown(deps(), a, "*", { seconds: 60, reason: "maintenance" });

		expect(rotated.primary).toBe("openai:c");
		await expect(rotate(deps(), pool)).rejects.toMatchObject({
			code: "no_other_account",
			status: 409,
			message: expect.stringContaining("openai:a (cooldown until 2030-01-01T12:01:00.000Z)"),
		});
	});

	test("refuses where there is one account or none", async () => {
		await expect(rotate(deps(), pool)).rejects.toMatchObject({ code: "no_other_account" });
		await link(store, ["a"]);
		await expect(rotate(deps(), pool)).rejects.toMatchObject({ code: "no_other_account" });
		expect((await stored(store, "a")).first).toBeUndefined();
	});

	test("two at once rotate twice", async () => {
		await link(store, ["a", "b", "c"]);

		const both = await Promise.all([rotate(deps(), pool), rotate(deps(), pool)]);

		expect(both.map(({ primary }) => primary).sort()).toEqual(["openai:b", "openai:c"]);
	});
});

test("explain tells why each account is or is not eligible, and who is next", async () => {
	await store.put(sampleAccount("a", { claimedAt: 5 }));
	await store.put(sampleAccount("b", { cooldowns: { o3: sampleCooldown() } }));
	await store.put(sampleAccount("c", { enabled: false }));

	const anyModel = await explain(deps(), pool);
	const o3 = await explain(deps(), { ...pool, model: "o3" });

	expect(anyModel.accounts.map(({ profileId, eligible, rank }) => [profileId, eligible, rank])).toEqual([
		["openai:a", true, 2],
		["openai:b", true, 1],
		["openai:c", false, null],
	]);
	expect(o3.accounts).toEqual([
		{ profileId: "openai:a", eligible: true, reasons: [], rank: 1 },
		{
			profileId: "openai:b",
			eligible: false,
			reasons: [
				{
					...{ code: "cooldown", scope: "o3", until: "2030-01-01T12:01:00.000Z", at: "2030-01-01T12:00:00.000Z" },
					...{ reason: "rate limited", source: "default", status: 429, by: null, evidence: "slow down", streak: 0, probeAt: null },
				},
			],
			rank: null,
		},
		{ profileId: "openai:c", eligible: false, reasons: [{ code: "disabled" }], rank: null },
	]);
});
