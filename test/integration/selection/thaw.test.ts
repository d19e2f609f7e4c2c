import { markFailure, markSuccess } from "@smart-router/core/cooldown/mark.ts";
import { type Claim, createSelection } from "@smart-router/core/selection/claim.ts";
import { explain } from "@smart-router/core/selection/explain.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { beforeEach, expect, test } from "vitest";
import { link, noon, provider, workspace } from "../../support/accounts.ts";
import { sampleVerdict } from "../../support/verdicts.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const random = () => 0.5;
const request = { workspace, provider, model: "gpt-4.1", exclude: new Set<string>() };
let store: Store;
let now = noon;
const clock = () => now;
beforeEach(() => {
	store = openSqliteStore(":memory:");
	now = noon;
});

/** A claim by an instance that knows nothing of the others. */
async function claim(): Promise<Claim | undefined> {
	const outcome = await createSelection({ store, clock, random }).claim(request);
	return outcome.kind === "claimed" ? outcome.claim : undefined;
}

async function restUntil(until: number): Promise<void> {
	const failing = await claim();
	if (!failing) throw new Error("nothing was claimed");
	await markFailure({ store, clock, random }, failing, sampleVerdict({ kind: "quota_long", scope: "account", retryAt: until }));
}

test("a thawed account serves again within a second of its time, and nobody has written anything meanwhile", async () => {
	await link(store, ["a"]);
	const until = noon + 15 * minute;
	await restUntil(until);
	const before = await store.query({ pk: `ws#${workspace}`, prefix: "" });

	now = until - 1;
	const early = await createSelection({ store, clock, random }).claim({ ...request, probes: false });
	now = until;
	const after = await store.query({ pk: `ws#${workspace}`, prefix: "" });
	const served = await claim();

	expect(early).toMatchObject({ kind: "none", retryAt: until });
	expect(after).toEqual(before);
	expect(served?.account.label).toBe("a");
	expect(served?.probe).toBe(false);
});

test("a quota of six days that comes back early is found within 10 minutes by one probe, whoever asks", async () => {
	await link(store, ["a"]);
	await restUntil(noon + 6 * day);
	const probes: { readonly at: number; readonly claim: Claim }[] = [];

	for (let second = 0; second < 11 * 60; second += 10) {
		now = noon + second * 1_000;
		const asked = await Promise.all(Array.from({ length: 5 }, claim));
		probes.push(...asked.flatMap((one) => (one ? [{ at: now, claim: one }] : [])));
	}
	const [first] = probes;
	if (!first) throw new Error("no probe");
	await markSuccess({ store, clock }, first.claim);
	const after = await Promise.all(Array.from({ length: 5 }, claim));

	expect(probes).toHaveLength(1);
	expect(first.claim.probe).toBe(true);
	expect(first.at - noon).toBeLessThanOrEqual(10 * minute);
	expect(after.every((one) => one?.probe === false)).toBe(true);
});

test("a quota of six days that lasts costs one probe in 10 minutes", async () => {
	await link(store, ["a"]);
	await restUntil(noon + 6 * day);
	let probes = 0;

	for (let minutes = 0; minutes < 60; minutes++) {
		now = noon + minutes * minute;
		for (const probe of await Promise.all([claim(), claim()])) {
			if (!probe) continue;
			probes++;
			await markFailure({ store, clock, random }, probe, sampleVerdict({ kind: "quota_long", scope: "account" }));
		}
	}

	expect(probes).toBe(5);
});

test("explaining changes nothing", async () => {
	await link(store, ["a", "b", "c"]);
	await restUntil(noon + day);
	const before = await store.query({ pk: `ws#${workspace}`, prefix: "" });

	await explain({ store, clock }, { workspace, provider });
	await explain({ store, clock }, { workspace, provider, model: "gpt-4.1", group: "gpt" });

	expect(await store.query({ pk: `ws#${workspace}`, prefix: "" })).toEqual(before);
});
