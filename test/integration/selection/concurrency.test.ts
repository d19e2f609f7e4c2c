import { markAbandoned, markFailure, markSuccess } from "@smart-router/core/cooldown/mark.ts";
import { type Claim, type ClaimOutcome, createSelection } from "@smart-router/core/selection/claim.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { expect, test } from "vitest";
import { labels, noon, provider, sampleAccount, stored, workspace } from "../../support/accounts.ts";
import { tally } from "../../support/load.ts";
import { sampleVerdict } from "../../support/verdicts.ts";
import { onEveryStore } from "./stores.ts";

onEveryStore(({ fresh }) => {
	let now = noon;
	const clock = () => now;

	async function capped(count: number, maxConcurrency: number | null): Promise<Store | undefined> {
		now = noon;
		const store = await fresh();
		if (store) for (const label of labels(count)) await store.put(sampleAccount(label, { maxConcurrency }));
		return store;
	}

	const selecting = (store: Store) => {
		const selection = createSelection({ store, clock, random: Math.random });
		return (): Promise<ClaimOutcome> => selection.claim({ workspace, provider, model: "gpt-4.1", exclude: new Set() });
	};

	const taken = (outcomes: readonly ClaimOutcome[]): Claim[] =>
		outcomes.flatMap((outcome) => (outcome.kind === "claimed" ? [outcome.claim] : []));

	test("never more attempts at once than the cap, however many processes claim", async (context) => {
		const store = (await capped(2, 3)) ?? context.skip();
		const processes = Array.from({ length: 5 }, () => selecting(store));

		const outcomes = await Promise.all(processes.flatMap((claim) => [claim(), claim(), claim(), claim()]));

		expect(tally(taken(outcomes).map(({ account }) => account.label))).toEqual({ a00: 3, a01: 3 });
		expect(outcomes.filter(({ kind }) => kind === "none")).toHaveLength(14);
		expect(outcomes.find(({ kind }) => kind === "none")).toMatchObject({ accounts: 2, usable: 2, retryAt: noon + 1000 });
	});

	test("a place that becomes free while claims of one process are under way is given to one of them", async (context) => {
		const store = (await capped(1, 2)) ?? context.skip();
		const [held] = taken([await selecting(store)()]);
		if (!held) throw new Error("nothing was claimed");
		let ended = false;
		const claim = selecting({
			...store,
			async update(...input) {
				if (!ended) {
					ended = true;
					await markSuccess({ store, clock }, held);
				}
				return store.update(...input);
			},
		});

		const outcomes = await Promise.all([claim(), claim(), claim()]);

		expect(taken(outcomes)).toHaveLength(2);
	});

	test("however an attempt ends, its place is free again", async (context) => {
		const store = (await capped(1, 1)) ?? context.skip();
		const claim = selecting(store);
		const deps = { store, clock, random: () => 0.5 };
		const ends = [
			(held: Claim) => markSuccess(deps, held),
			(held: Claim) => markAbandoned(deps, held),
			(held: Claim) => markFailure(deps, held, sampleVerdict({ kind: "bad_request", scope: "request", status: 400, failover: false })),
			(held: Claim) => markFailure(deps, held, sampleVerdict()),
		];

		for (const end of ends) {
			const [held] = taken([await claim()]);
			if (!held) throw new Error("nothing was claimed");
			expect((await claim()).kind).toBe("none");
			await end(held);
			expect((await stored(store, "a00")).inFlight).toEqual({});
			now += 120_000;
		}
	});

	test("an attempt that nobody ends gives its place up after 15 minutes, and its entry goes with the next claim", async (context) => {
		const store = (await capped(1, 2)) ?? context.skip();
		const claim = selecting(store);
		await claim();
		await claim();

		now += 15 * 60_000 - 1;
		const early = await claim();
		now += 1;
		const late = taken([await claim(), await claim(), await claim()]);

		expect(early.kind).toBe("none");
		expect(late).toHaveLength(2);
		expect(Object.keys((await stored(store, "a00")).inFlight ?? {})).toHaveLength(2);
	});

	test("an account without a cap keeps no count", async (context) => {
		const store = (await capped(1, null)) ?? context.skip();

		await selecting(store)();

		expect(await stored(store, "a00")).not.toHaveProperty("inFlight");
	});
});
