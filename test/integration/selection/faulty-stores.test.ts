import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentialKey } from "@smart-router/core/account/account.ts";
import { createAccount } from "@smart-router/core/account/create.ts";
import { removeAccount } from "@smart-router/core/account/remove.ts";
import { markFailure, markSuccess } from "@smart-router/core/cooldown/mark.ts";
import { createCredentials } from "@smart-router/core/credential/credential.ts";
import { secret } from "@smart-router/core/credential/secret.ts";
import { type Claim, createSelection } from "@smart-router/core/selection/claim.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { openKeyFile } from "@smart-router/local/keys/key-file.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { beforeEach, expect, test } from "vitest";
import { labels, link, noon, provider, sampleAccount, stored, workspace } from "../../support/accounts.ts";
import { type Fate, fates, faulty } from "../../support/history/faults.ts";
import { sampleVerdict } from "../../support/verdicts.ts";

const minute = 60_000;
const names = labels(5);
let inner: Store;
let faults = 0;
let now = noon;
beforeEach(async () => {
	inner = openSqliteStore(":memory:");
	faults = 0;
	now = noon;
	await link(inner, names);
});

/** The store, one call in so many of which meets such a fate. */
const unreliable = (oneIn: number, bad: readonly Fate[]): Store =>
	faulty(fates(7, oneIn, bad))(inner, { ask: () => ({ kind: "explain" }), now: () => now, fault: () => faults++ });

const random = () => 0.5;
const clock = () => now;
const request = { workspace, provider, model: "gpt-4.1", exclude: new Set<string>() };
const all = () => Promise.all(names.map((label) => stored(inner, label)));

test("2,000 lost replies: every claim is counted once and every failure is one step", { timeout: 120_000 }, async () => {
	const store = unreliable(2, ["repeated", "lost"]);
	const selection = createSelection({ store, clock, random });
	let claims = 0;
	let windows = 0;

	while (faults < 2_000) {
		const taken: Claim[] = [];
		for (const _ of names) {
			const outcome = await selection.claim(request);
			if (outcome.kind === "claimed") taken.push(outcome.claim);
		}
		claims += taken.length;
		expect(new Set(taken.map(({ account }) => account.label)).size).toBe(names.length);
		// A mark that never hears of its success fails in the end, and has been made all the same.
		for (const claim of taken) await markFailure({ store, clock, random }, claim, sampleVerdict()).catch(() => undefined);
		const entries = (await all()).map(({ cooldowns }) => cooldowns["gpt-4.1"]);
		expect(entries.map((entry) => entry?.streak)).toEqual(names.map(() => windows));
		windows++;
		now = Math.max(...entries.map((entry) => entry?.until ?? 0));
	}

	const counted = (await all()).reduce((sum, account) => sum + account.claims, 0);
	expect(counted).toBe(claims);
});

test("a store that throttles one call in four loses no cooldown", async () => {
	const store = unreliable(4, ["throttled"]);

	for (let round = 0; round < 200; round++) {
		const outcome = await createSelection({ store: inner, clock, random }).claim(request);
		if (outcome.kind !== "claimed") throw new Error("nothing was claimed");
		const { label } = outcome.claim.account;
		await markFailure({ store, clock, random }, outcome.claim, sampleVerdict()).catch(() => undefined);
		const marked = (await stored(inner, label)).cooldowns["gpt-4.1"];
		expect(marked?.until).toBeGreaterThan(now);
		now = (marked?.until ?? now) + 30 * minute;
		await markSuccess({ store: inner, clock }, outcome.claim);
	}

	expect(faults).toBeGreaterThan(30);
});

test("an account whose linking and removal are repeated after lost replies is linked with its credential, and removed with it", async () => {
	const folder = mkdtempSync(join(tmpdir(), "smart-router-link-"));
	const store = unreliable(1, ["repeated"]);
	const credentials = createCredentials({ store, keys: openKeyFile(join(folder, "master.key")), clock });
	const account = sampleAccount("new");
	const key = { kind: "api_key", apiKey: secret("sk-new"), baseUrl: account.baseUrl } as const;
	const credential = () => inner.get(credentialKey(workspace, account.gen));

	const created = await createAccount({ store, clock, credentials }, account, key);
	const linked = await credential();
	await removeAccount({ store, credentials }, account);
	const removed = await credential();

	expect(created).toBe(true);
	expect(linked).toMatchObject({ version: 1 });
	expect(removed).toBeUndefined();
	rmSync(folder, { recursive: true });
});

test("a first server fault whose reply was lost stays the first", async () => {
	const outcome = await createSelection({ store: inner, clock, random }).claim(request);
	if (outcome.kind !== "claimed") throw new Error("nothing was claimed");
	const fault = sampleVerdict({ kind: "server", scope: "account", status: 500 });

	await markFailure({ store: unreliable(1, ["repeated"]), clock, random }, outcome.claim, fault);

	expect(faults).toBeGreaterThan(0);
	expect(await stored(inner, outcome.claim.account.label)).toMatchObject({ cooldowns: {}, lastFaultAt: noon });
});

test.each([-5_000, 0, 5_000])(
	"30 claims within one millisecond by clocks that are %i ms off and right in turn are 10 each",
	async (skew) => {
		const selections = [0, skew].map((off) => createSelection({ store: inner, clock: () => noon + off, random }));
		const three = { ...request, profiles: names.slice(0, 3).map((label) => `${provider}:${label}`) };
		const order: string[] = [];

		for (let count = 0; count < 30; count++) {
			const outcome = await selections[count % 2]?.claim(three);
			if (outcome?.kind === "claimed") order.push(outcome.claim.account.label);
		}

		expect(order).toEqual(Array.from({ length: 10 }, () => names.slice(0, 3)).flat());
	},
);
