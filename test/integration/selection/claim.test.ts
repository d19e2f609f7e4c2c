import { accountKey } from "@smart-router/core/account/account.ts";
import { createSelection, type Selection } from "@smart-router/core/selection/claim.ts";
import { type Store, set } from "@smart-router/core/store/store.ts";
import { expect, test } from "vitest";
import { labels, link, noon, provider, workspace } from "../../support/accounts.ts";
import { onEveryStoreAndMoto } from "./stores.ts";

const request = { workspace, provider, model: "gpt-4.1", exclude: new Set<string>() };
const inTurn = Array.from({ length: 10 }, () => ["a00", "a01", "a02"]).flat();

async function claimedBy(selection: Selection): Promise<string> {
	const outcome = await selection.claim(request);
	if (outcome.kind === "none") throw new Error(`no claim: ${JSON.stringify(outcome)}`);
	return outcome.claim.account.label;
}

onEveryStoreAndMoto(({ fresh, atomic }) => {
	async function linked(count: number): Promise<Store | undefined> {
		const store = await fresh();
		if (store) await link(store, labels(count));
		return store;
	}

	test("30 claims in a row over 3 accounts are 10 each, in turn", async (context) => {
		const store = (await linked(3)) ?? context.skip();
		let now = noon;
		const selection = createSelection({ store, clock: () => now, random: Math.random });

		const claimed: string[] = [];
		for (let index = 0; index < 30; index++) {
			now += 100;
			claimed.push(await claimedBy(selection));
		}

		expect(claimed).toEqual(inTurn);
	});

	test("accounts as version 0.1 left them, with a list of nonces, go on in turn", async (context) => {
		const store = (await linked(3)) ?? context.skip();
		for (const label of labels(3)) await store.update(accountKey(workspace, provider, label), [set(["nonces"], ["n1", "n2"])]);
		const selection = createSelection({ store, clock: () => noon, random: Math.random });

		const claimed: string[] = [];
		for (let index = 0; index < 30; index++) claimed.push(await claimedBy(selection));

		expect(claimed).toEqual(inTurn);
	});

	test("also within one millisecond", async (context) => {
		const store = (await linked(3)) ?? context.skip();
		const selection = createSelection({ store, clock: () => noon, random: Math.random });

		const claimed: string[] = [];
		for (let index = 0; index < 30; index++) claimed.push(await claimedBy(selection));

		expect(claimed).toEqual(inTurn);
	});

	test("also from two selections whose clocks are 10 s apart", async (context) => {
		const store = (await linked(3)) ?? context.skip();
		let now = noon;
		const ahead = createSelection({ store, clock: () => now + 5_000, random: Math.random });
		const behind = createSelection({ store, clock: () => now - 5_000, random: Math.random });

		const claimed: string[] = [];
		for (let index = 0; index < 30; index++) {
			now += 10;
			claimed.push(await claimedBy(index % 4 === 0 ? ahead : behind));
		}

		expect(claimed).toEqual(inTurn);
	});

	if (!atomic) return;

	test("1,000 claims at concurrency 32 from 8 selections use 10 accounts evenly, and none fails", { timeout: 120_000 }, async (context) => {
		const store = (await linked(10)) ?? context.skip();
		const selections = Array.from({ length: 8 }, () => createSelection({ store, clock: Date.now, random: Math.random }));
		const claimed: string[] = [];
		let left = 1_000;
		const caller = async (selection: Selection): Promise<void> => {
			while (left-- > 0) claimed.push(await claimedBy(selection));
		};

		await Promise.all(selections.flatMap((selection) => Array.from({ length: 4 }, () => caller(selection))));

		const uses = labels(10).map((label) => claimed.filter((one) => one === label).length);
		expect(claimed).toHaveLength(1_000);
		expect(Math.max(...uses) / Math.min(...uses)).toBeLessThanOrEqual(1.3);
	});

	test.for([1, 3])("96 claims at once from 16 selections over %i account(s) all succeed", async (accounts, context) => {
		const store = (await linked(accounts)) ?? context.skip();
		const selections = Array.from({ length: 16 }, () => createSelection({ store, clock: Date.now, random: Math.random }));

		const claimed = await Promise.all(selections.flatMap((selection) => Array.from({ length: 6 }, () => claimedBy(selection))));

		expect(claimed).toHaveLength(96);
		expect(new Set(claimed).size).toBe(accounts);
	});
});
