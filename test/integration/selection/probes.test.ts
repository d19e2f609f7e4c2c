import { setCooldown } from "@smart-router/core/cooldown/by-hand.ts";
import { markFailure, markSuccess } from "@smart-router/core/cooldown/mark.ts";
import { type Claim, type ClaimOutcome, type ClaimRequest, createSelection } from "@smart-router/core/selection/claim.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import { expect, test } from "vitest";
import { labels, link, noon, provider, stored, workspace } from "../../support/accounts.ts";
import { sampleVerdict } from "../../support/verdicts.ts";
import { onEveryStore } from "./stores.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

onEveryStore(({ fresh }) => {
	let now = noon;
	const clock = () => now;

	async function linked(count: number): Promise<Store | undefined> {
		now = noon;
		const store = await fresh();
		if (store) await link(store, labels(count));
		return store;
	}

	const processOn = (store: Store) => {
		const selection = createSelection({ store, clock, random: Math.random });
		return (changes: Partial<ClaimRequest> = {}): Promise<ClaimOutcome> =>
			selection.claim({ workspace, provider, model: "gpt-4.1", exclude: new Set(), ...changes });
	};

	async function taken(outcome: Promise<ClaimOutcome>): Promise<Claim> {
		const settled = await outcome;
		if (settled.kind === "none") throw new Error("nothing was claimed");
		return settled.claim;
	}

	const fail = (store: Store, claim: Claim, verdict: Partial<Verdict>) =>
		markFailure({ store, clock, random: () => 0.5 }, claim, sampleVerdict(verdict));

	const usedUp = { kind: "quota_long", scope: "account", retryAt: noon + 6 * day } as const;

	test("a cooldown of 6 days whose quota comes back is found within 10 minutes, by one probe of all processes", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const processes = Array.from({ length: 4 }, () => processOn(store));
		const claim = processes[0] ?? processOn(store);
		await fail(store, await taken(claim()), usedUp);

		now = noon + 10 * minute - 1;
		const early = await claim();
		now += 1;
		const outcomes = await Promise.all(processes.flatMap((each) => [each(), each(), each(), each(), each()]));
		const probes = outcomes.flatMap((outcome) => (outcome.kind === "claimed" ? [outcome.claim] : []));
		const [probe] = probes;
		if (!probe) throw new Error("nobody probed");
		await markSuccess({ store, clock }, probe);

		expect(early).toMatchObject({ kind: "none", retryAt: noon + 6 * day });
		expect(probes.map((each) => each.probe)).toEqual([true]);
		expect((await stored(store, "a00")).cooldowns).toEqual({});
		expect((await taken(claim())).probe).toBe(false);
	});

	test("a probe that fails without a time leaves the end and the streak as they are; the next one is due 10 minutes later", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const claim = processOn(store);
		await fail(store, await taken(claim()), usedUp);
		const before = (await stored(store, "a00")).cooldowns["*"];

		now += 10 * minute;
		await fail(store, await taken(claim()), { kind: "quota_long", scope: "account" });
		const after = (await stored(store, "a00")).cooldowns["*"];
		now += 10 * minute - 1;
		const early = await claim();
		now += 1;

		expect(after).toEqual({ ...before, by: expect.stringMatching(/^att_/), probe: { at: noon + 20 * minute, every: 10 * minute } });
		expect(early.kind).toBe("none");
		expect((await taken(claim())).probe).toBe(true);
	});

	test("a probe that fails with a later time prolongs the cooldown, one with an earlier time never shortens it", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const claim = processOn(store);
		await fail(store, await taken(claim()), usedUp);

		now += 10 * minute;
		await fail(store, await taken(claim()), { ...usedUp, retryAt: noon + 7 * day });
		now += 10 * minute;
		await fail(store, await taken(claim()), { ...usedUp, retryAt: noon + day });

		expect((await stored(store, "a00")).cooldowns["*"]).toMatchObject({ until: noon + 7 * day, streak: 0 });
	});

	test("the probe goes before all others, once, and one request probes at most one account", async (context) => {
		const store = (await linked(3)) ?? context.skip();
		const claim = processOn(store);
		for (let index = 0; index < 2; index++) await fail(store, await taken(claim()), usedUp);
		await taken(claim());
		now += 10 * minute;

		const first = await taken(claim());
		const second = await taken(claim({ exclude: new Set([first.account.profileId]), probes: false }));
		const third = await taken(claim());
		const fourth = await taken(claim());

		expect([first, second, third, fourth].map(({ account, probe }) => [account.label, probe])).toEqual([
			["a00", true],
			["a02", false],
			["a01", true],
			["a02", false],
		]);
	});

	test("models of one account are probed apart", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		const claim = processOn(store);
		const models = ["gpt-4.1", "o3"];
		for (const model of models) await fail(store, await taken(claim({ model })), { ...usedUp, scope: "model" });

		now += 10 * minute;
		const probes = await Promise.all(models.map((model) => taken(claim({ model }))));

		expect(probes.map(({ probe }) => probe)).toEqual([true, true]);
		expect((await claim()).kind).toBe("none");
	});

	test("no probe where a person set the cooldown, nor in one of 10 minutes; every half hour where billing refuses", async (context) => {
		const store = (await linked(3)) ?? context.skip();
		const claim = processOn(store);
		const [short, unpaid] = [await taken(claim()), await taken(claim())];
		await fail(store, short, { ...usedUp, retryAt: noon + 10 * minute });
		await fail(store, unpaid, { ...usedUp, kind: "billing" });
		const byHand = await taken(claim());
		await setCooldown({ store, clock }, byHand.account, "*", { seconds: 86_400, reason: "maintenance", by: "key_1" });

		const entries = await Promise.all(
			[short, unpaid, byHand].map(async ({ account }) => (await stored(store, account.label)).cooldowns["*"]?.probe),
		);

		expect(entries).toEqual([undefined, { at: noon + 30 * minute, every: 30 * minute }, undefined]);
	});

	test("a probe whose write fails is nobody's: the next claim gets it", async (context) => {
		const store = (await linked(1)) ?? context.skip();
		await fail(store, await taken(processOn(store)()), usedUp);
		now += 10 * minute;
		let failures = 1;
		const broken: Store = {
			...store,
			update: async (...input) => {
				if (failures-- > 0) throw new Error("the store broke");
				return store.update(...input);
			},
		};
		const claim = processOn(broken);

		const [first, second] = await Promise.allSettled([claim(), claim()]);

		expect(first.status).toBe("rejected");
		expect(second).toMatchObject({ status: "fulfilled", value: { kind: "claimed", claim: { probe: true } } });
	});
});
