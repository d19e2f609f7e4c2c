import { accountKey } from "@smart-router/core/account/account.ts";
import { markFailure, markSuccess } from "@smart-router/core/cooldown/mark.ts";
import { type Claim, createSelection } from "@smart-router/core/selection/claim.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { expect, test } from "vitest";
import { labels, link, noon, provider, sampleAccount, stored, workspace } from "../../support/accounts.ts";
import { sampleVerdict } from "../../support/verdicts.ts";
import { onEveryStore } from "./stores.ts";

const minute = 60_000;
const random = () => 0.5;
const model = "gpt-4.1";
const fault = sampleVerdict({ kind: "server", scope: "account", status: 500, message: "oops" });

onEveryStore(({ fresh }) => {
	let now = noon;
	const clock = () => now;

	async function linked(count: number): Promise<Store | undefined> {
		now = noon;
		const store = await fresh();
		if (store) await link(store, labels(count));
		return store;
	}

	async function claims(store: Store, count: number): Promise<Claim[]> {
		const selection = createSelection({ store, clock, random });
		const taken: Claim[] = [];
		for (let index = 0; index < count; index++) {
			const outcome = await selection.claim({ workspace, provider, model, exclude: new Set() });
			if (outcome.kind === "claimed") taken.push(outcome.claim);
		}
		return taken;
	}

	test("50 parallel 429s of one account are one step of its streak, window after window", async (context) => {
		const store = (await linked(1)) ?? context.skip();

		for (const streak of [0, 1, 2]) {
			const attempts = await claims(store, 50);
			expect(attempts).toHaveLength(50);
			await Promise.all(attempts.map((claim) => markFailure({ store, clock, random }, claim, sampleVerdict())));

			const entry = (await stored(store, "a00")).cooldowns[model];
			expect(entry).toMatchObject({ streak, until: now + minute * 2 ** streak });
			now = (entry?.until ?? 0) + 1;
		}
	});

	test("a minute of 500s from every account leaves all of them usable by themselves", async (context) => {
		const store = (await linked(3)) ?? context.skip();

		for (let second = 0; second < 60; second += 20) {
			now = noon + second * 1000;
			const attempts = await claims(store, 50);
			await Promise.all(attempts.map((claim) => markFailure({ store, clock, random }, claim, fault)));
		}

		const accounts = await Promise.all(labels(3).map((label) => stored(store, label)));
		expect(accounts.map(({ errorStreak }) => errorStreak)).toEqual([0, 0, 0]);
		expect(await claims(store, 1)).toEqual([]);
		now = Math.max(...accounts.map(({ cooldowns }) => cooldowns["*"]?.until ?? 0));
		expect(now).toBeLessThanOrEqual(noon + 2 * minute);
		expect((await claims(store, 3)).map(({ account }) => account.label).sort()).toEqual(labels(3));
	});

	test("an older success never clears a newer cooldown, a success after it does", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const [older, failing] = await claims(store, 2);
		if (!older || !failing) throw new Error("nothing was claimed");

		await markFailure({ store, clock, random }, failing, sampleVerdict());
		await markSuccess({ store, clock }, older);
		const kept = (await stored(store, "a00")).cooldowns[model];
		now = (kept?.until ?? 0) + 1;
		const [newer] = await claims(store, 1);
		if (!newer) throw new Error("nothing was claimed");
		await markSuccess({ store, clock }, newer);

		expect(kept?.until).toBe(noon + minute);
		expect(await stored(store, "a00")).toMatchObject({ cooldowns: {}, lastUsedAt: now });
	});

	test("a success never clears a cooldown that a straggler raised after its claim", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const [straggler, failing] = await claims(store, 2);
		if (!straggler || !failing) throw new Error("nothing was claimed");

		await markFailure({ store, clock, random }, failing, sampleVerdict());
		now += 2 * minute;
		const [probing] = await claims(store, 1);
		if (!probing) throw new Error("nothing was claimed");
		await markFailure({ store, clock, random }, straggler, sampleVerdict({ retryAt: now + 60 * minute }));
		await markSuccess({ store, clock }, probing);

		expect((await stored(store, "a00")).cooldowns[model]).toMatchObject({ until: now + 60 * minute, streak: 0 });
	});

	test("a late mark neither brings back a deleted account nor touches one that was linked anew", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const [claim] = await claims(store, 1);
		if (!claim) throw new Error("nothing was claimed");
		const key = accountKey(workspace, provider, "a00");

		await store.remove(key);
		const late = [await markFailure({ store, clock, random }, claim, fault), await markSuccess({ store, clock }, claim)];
		const gone = await store.get(key);
		const relinked = sampleAccount("a00", { gen: "gen-second" });
		await store.put(relinked);
		late.push(await markFailure({ store, clock, random }, claim, sampleVerdict()), await markSuccess({ store, clock }, claim));

		expect(late).toEqual([undefined, undefined, undefined, undefined]);
		expect(gone).toBeUndefined();
		expect(await store.get(key)).toEqual(relinked);
	});

	test("three refusals make an account Error, one probe in 30 minutes is let through, and its success heals", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const banned = sampleVerdict({ kind: "permission", scope: "account", status: 403, message: "banned" });

		for (const errorStreak of [1, 2, 3]) {
			const attempts = await claims(store, 5);
			await Promise.all(attempts.map((claim) => markFailure({ store, clock, random }, claim, banned)));
			expect(await stored(store, "a00")).toMatchObject({ errorStreak, errorText: "banned" });
			now += 30 * minute;
		}

		const [probe, ...more] = await claims(store, 5);
		expect(more).toEqual([]);
		expect(probe?.probe).toBe(true);
		now += 29 * minute;
		expect(await claims(store, 1)).toEqual([]);
		now += minute;
		const [second] = await claims(store, 2);
		if (!second) throw new Error("no second probe");
		await markSuccess({ store, clock }, second);
		expect(await stored(store, "a00")).toMatchObject({ errorStreak: 0, cooldowns: {} });
		expect(await claims(store, 5)).toHaveLength(5);
	});

	test("a refused credential leaves the rotation once and for its version", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const refused = sampleVerdict({ kind: "auth", scope: "account", status: 401, message: "no such key" });
		const attempts = await claims(store, 20);

		await Promise.all(attempts.map((claim) => markFailure({ store, clock, random }, claim, refused)));

		expect(await stored(store, "a00")).toMatchObject({ refused: { credentialVersion: 1, text: "no such key" }, errorStreak: 1 });
		expect(await claims(store, 1)).toEqual([]);
		await store.update(accountKey(workspace, provider, "a00"), [{ op: "set", path: ["credentialVersion"], value: 2 }]);
		expect(await claims(store, 1)).toHaveLength(1);
	});

	test("a request's own fault writes nothing", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const [claim] = await claims(store, 1);
		if (!claim) throw new Error("nothing was claimed");

		const before = await stored(store, "a00");
		for (const kind of ["bad_request", "context", "content", "signature", "model_missing"] as const) {
			await markFailure({ store, clock, random }, claim, sampleVerdict({ kind, scope: "request", status: 400 }));
		}

		expect(await stored(store, "a00")).toEqual(before);
	});

	test("an item never holds more than 32 cooldowns, however many models fail at once", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const [claim] = await claims(store, 1);
		if (!claim) throw new Error("nothing was claimed");

		await markFailure({ store, clock, random }, claim, sampleVerdict({ scope: "account" }));
		for (let batch = 0; batch < 5; batch++) {
			const models = Array.from({ length: 8 }, (_, index) => `model-${batch}-${index}`);
			await Promise.all(models.map((other) => markFailure({ store, clock, random }, { ...claim, model: other }, sampleVerdict())));
		}

		const { cooldowns } = await stored(store, "a00");
		expect(Object.keys(cooldowns)).toHaveLength(32);
		expect(cooldowns["*"]).toBeDefined();
	});
});
