import type { Account } from "@smart-router/core/account/account.ts";
import { createAffinity } from "@smart-router/core/selection/affinity.ts";
import { type Claim, createSelection } from "@smart-router/core/selection/claim.ts";
import { type Store, set } from "@smart-router/core/store/store.ts";
import { expect, test } from "vitest";
import { labels, link, noon, provider, sampleCooldown, stored, workspace } from "../../support/accounts.ts";
import { inParallel, tally } from "../../support/load.ts";
import { runs } from "../../support/runs.ts";
import { onEveryStore } from "./stores.ts";

onEveryStore(({ name, fresh }) => {
	let now = noon;
	const clock = () => now;

	async function linked(count: number, pool?: Parameters<typeof link>[2]): Promise<Store | undefined> {
		now = noon;
		const store = await fresh();
		if (store) await link(store, labels(count), pool);
		return store;
	}

	/** A process: claims for a conversation as `forward` does, and binds what was answered. */
	function processOn(store: Store) {
		const selection = createSelection({ store, clock, random: () => 0.5 });
		const affinity = createAffinity({ store, clock });
		return async (conversation: string, exclude: readonly string[] = []): Promise<Claim> => {
			const binding = affinity.find(conversation);
			const outcome = await selection.claim({ workspace, provider, model: "gpt-4.1", exclude: new Set(exclude), binding });
			if (outcome.kind === "none") throw new Error("nothing was claimed");
			const { account, pool, bound } = outcome.claim;
			await affinity.keep(conversation, { profileId: account.profileId, pool, known: await binding, bound });
			return outcome.claim;
		};
	}

	const cool = (store: Store, account: Account, until: number) =>
		store.update(account, [set(["cooldowns"], { "*": sampleCooldown({ until }) })]);

	const conversations = name === "SQLite" ? 100 : runs(30, 100);

	test(`${conversations} conversations of 20 turns stay on their accounts, evenly, over several processes`, async (context) => {
		const store = (await linked(5)) ?? context.skip();
		const processes = Array.from({ length: 4 }, () => processOn(store));
		const turns: { conversation: number; account: string }[] = [];

		await inParallel(conversations, 8, async (conversation) => {
			for (let turn = 0; turn < 20; turn++) {
				const claim = processes[(conversation + turn) % processes.length];
				const { account } = (await claim?.(`c${conversation}`)) ?? {};
				turns.push({ conversation, account: account?.label ?? "none" });
				now += 7;
			}
		});

		const first = new Map(turns.toReversed().map(({ conversation, account }) => [conversation, account]));
		const strays = turns.filter(({ conversation, account }) => first.get(conversation) !== account);
		const load = Object.values(tally(turns.map(({ account }) => account)));
		expect(strays.length / turns.length).toBeLessThanOrEqual(0.01);
		expect(load).toHaveLength(5);
		expect(Math.max(...load) / Math.min(...load)).toBeLessThanOrEqual(1.3);
	});

	test("a conversation spills over while its account rests, is not bound anew, and returns", async (context) => {
		const store = (await linked(3)) ?? context.skip();
		const claim = processOn(store);
		const { account: home } = await claim("c");
		await cool(store, home, now + 60_000);

		const away = [await claim("c"), await claim("c"), await claim("c")];
		now += 60_000;
		const back = await claim("c");

		expect(away.map(({ account }) => account.label)).not.toContain(home.label);
		expect(new Set(away.map(({ account }) => account.label)).size).toBe(2);
		expect(away.map(({ bound }) => bound)).toEqual(["spilled", "spilled", "spilled"]);
		expect([back.account.label, back.bound]).toEqual([home.label, "kept"]);
	});

	test("a binding lasts an hour after its last turn and is made anew then", async (context) => {
		const store = (await linked(2)) ?? context.skip();
		const claim = processOn(store);
		const bounds: string[] = [(await claim("c")).bound];
		for (const minutes of [5, 54, 59, 60]) {
			now += minutes * 60_000;
			bounds.push((await claim("c")).bound);
		}

		expect(bounds).toEqual(["none", "kept", "kept", "kept", "none"]);
	});

	test("a binding to an account that is gone gives way to the next one", async (context) => {
		const store = (await linked(2)) ?? context.skip();
		const claim = processOn(store);
		const { account: home } = await claim("c");
		await store.remove(home);

		const [moved, kept] = [await claim("c"), await claim("c")];

		expect([moved.bound, kept.bound]).toEqual(["none", "kept"]);
		expect(moved.account.label).toBe(kept.account.label);
	});

	test("of two first turns at once one binds both", async (context) => {
		const store = (await linked(2)) ?? context.skip();
		const [one, other] = [processOn(store), processOn(store)];

		await Promise.all([one("c"), other("c")]);
		const next = [await one("c"), await other("c"), await one("c")];

		expect(new Set(next.map(({ account }) => account.label)).size).toBe(1);
	});

	test.each([
		["a pool without affinity", { affinity: { enabled: false, ttlSeconds: 3600 } }],
		["failover-only", { strategy: "failover-only" }],
	] as const)("%s binds nothing", async (_what, pool) => {
		const store = await linked(2, pool);
		if (!store) return;
		const claim = processOn(store);

		expect([(await claim("c")).bound, (await claim("c")).bound]).toEqual(["none", "none"]);
	});

	test("an account that a person rotated to goes before the bound one, once", async (context) => {
		const store = (await linked(3)) ?? context.skip();
		const claim = processOn(store);
		const { account: home } = await claim("c");
		await link(store, [], { primary: `${provider}:a02` });
		await store.update(await stored(store, "a02"), [set(["first"], true)]);

		const served = [(await claim("c")).account.label, (await claim("c")).account.label];

		expect(served).toEqual(["a02", home.label]);
	});
});
