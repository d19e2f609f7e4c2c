import type { Usable } from "@smart-router/core/account/fresh-credentials.ts";
import { statusOf } from "@smart-router/core/account/status.ts";
import { reveal, secret } from "@smart-router/core/credential/secret.ts";
import { type Store, StoreError } from "@smart-router/core/store/store.ts";
import { describe, expect, it } from "vitest";
import { samplePool } from "../../support/accounts.ts";
import { withinRights } from "../../support/table-rights.ts";
import { createTokenServer } from "../../support/token-server.ts";
import { hour, minute, openTokenStage, start } from "./stage.ts";

const accessOf = (opened: Usable | undefined): string =>
	opened?.ok && opened.secret.kind === "token_set" ? reveal(opened.secret.accessToken) : `none: ${JSON.stringify(opened)}`;

describe("a token set", () => {
	it("is used as it is while its end is far", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now = start + hour - 10 * minute;

		const opened = await stage.instance().fresh.open(account, 1);

		expect(accessOf(opened)).toBe("access-0-a");
		expect(stage.server.calls).toEqual([]);
	});

	it("is renewed before it is used when its end is near, by the operator's client and the provider's dialect", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now = start + hour - 5 * minute;

		const opened = await stage.instance().fresh.open(account, 1);

		expect(accessOf(opened)).toBe("access-1");
		expect(Object.fromEntries(stage.server.calls[0] ?? [])).toEqual({
			grant_type: "refresh_token",
			refresh_token: "refresh-1",
			client_id: "our-client",
			resource: "https://api.openai.com/v1",
		});
		expect(await stage.read(account)).toMatchObject({
			credentialVersion: 2,
			credentialExpiresAt: stage.time.now + hour,
			refreshAt: expect.any(Number),
		});
	});

	it("keeps the old refresh token where none comes back", async () => {
		const stage = openTokenStage(createTokenServer({ rotates: false }));
		const account = await stage.link("a");
		const { fresh } = stage.instance();
		stage.time.now += hour;
		const first = await fresh.open(account, 1);
		stage.time.now += hour;

		const second = await fresh.open(account, 2);

		expect([accessOf(first), accessOf(second)]).toEqual(["access-1", "access-2"]);
		expect(stage.server.calls.map((call) => call.get("refresh_token"))).toEqual(["refresh-1", "refresh-1"]);
	});

	it("is not renewed before the provider's earliest time, neither ahead of its end nor after a refusal", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a", { earliestRefreshAt: start + hour - 2 * minute });
		const { fresh } = stage.instance();
		stage.time.now = start + hour - 3 * minute;

		const opened = await fresh.open(account, 1);
		const refused = await fresh.afterRefusal(account, 1);
		const early = await fresh.renewEarly(account);

		expect(accessOf(opened)).toBe("access-0-a");
		expect([refused, early]).toEqual([undefined, undefined]);
		expect(stage.server.calls).toEqual([]);
	});

	it("without a refresh token ends when it ends, and says so", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a", { refreshToken: null });
		stage.time.now = start + hour;

		const opened = await stage.instance().fresh.open(account, 1);

		expect(opened).toMatchObject({ ok: false, kind: "dead" });
		expect(statusOf(await stage.read(account), samplePool(), stage.time.now).status).toBe("expired");
	});
});

describe("the new refresh token", () => {
	it("is stored before the new access token is given to anyone", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now += hour;
		const writes: string[] = [];
		const store: Store = {
			...stage.store,
			async update(...args) {
				const written = await stage.store.update(...args);
				if (args[0].sk.startsWith("credential#") && args[1].some(({ path }) => path[0] === "sealed")) writes.push("stored");
				return written;
			},
		};

		const opened = await stage.instance({ store }).fresh.open(account, 1);
		writes.push(`given ${accessOf(opened)}`);

		expect(writes).toEqual(["stored", "given access-1"]);
	});

	it("is not lost to a store that fails for a moment", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now += hour;
		let failures = 0;
		const store: Store = {
			...stage.store,
			async update(...args) {
				const stores = args[1].some(({ path }) => path[0] === "sealed");
				if (stores && failures++ < 4) throw new StoreError("unavailable", "no store", { mayHaveWritten: true });
				return stage.store.update(...args);
			},
		};

		const opened = await stage.instance({ store }).fresh.open(account, 1);

		expect(accessOf(opened)).toBe("access-1");
		expect(stage.server.calls).toHaveLength(1);
		expect(stage.faults).toHaveLength(4);
	});

	it("is found by its own writer when the reply to the write was lost", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now += hour;
		let lost = false;
		const store: Store = {
			...stage.store,
			async update(...args) {
				const written = await stage.store.update(...args);
				if (lost || !args[1].some(({ path }) => path[0] === "sealed")) return written;
				lost = true;
				throw new StoreError("unavailable", "the reply was lost", { mayHaveWritten: true });
			},
		};

		const opened = await stage.instance({ store }).fresh.open(account, 1);

		expect([lost, accessOf(opened)]).toEqual([true, "access-1"]);
		expect((await stage.read(account)).credentialVersion).toBe(2);
	});
});

describe("of many at once", () => {
	it("one asks the provider, in one process and over several", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		const instances = Array.from({ length: 4 }, () => stage.instance());
		stage.time.now += hour;

		const opened = await Promise.all(instances.flatMap(({ fresh }) => Array.from({ length: 20 }, () => fresh.open(account, 1))));

		expect(new Set(opened.map(accessOf))).toEqual(new Set(["access-1"]));
		expect(stage.server.calls).toHaveLength(1);
	});

	it("those who lose use the old token while it is good", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		const [one, other] = [stage.instance(), stage.instance()];
		stage.time.now = start + hour - 5 * minute;
		const held = stage.server.hold();
		const winner = one.fresh.open(account, 1);
		await held.arrived;

		const loser = await other.fresh.open(account, 1);
		held.release();

		expect(accessOf(loser)).toBe("access-0-a");
		expect(accessOf(await winner)).toBe("access-1");
	});

	it("one that comes with the old version is given the new one", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		const [one, other] = [stage.instance(), stage.instance()];
		await other.fresh.open(account, 1);
		stage.time.now += hour;
		await one.fresh.open(account, 1);

		const late = await other.fresh.open(account, 1);

		expect(accessOf(late)).toBe("access-1");
		expect(stage.server.calls).toHaveLength(1);
	});
});

describe("when the provider is not to be had", () => {
	it.each([
		["a server fault", { status: 503 } as const],
		["a broken connection", "broken" as const],
		["a limit", { status: 429, error: "slow_down", headers: { "retry-after": "120" } } as const],
	])("%s keeps the login, rests, and then succeeds", async (_what, fault) => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		const { fresh } = stage.instance();
		stage.time.now += hour;
		stage.server.next(fault);

		const failed = await fresh.open(account, 1);
		const atOnce = await Promise.all([fresh.open(account, 1), stage.instance().fresh.open(account, 1)]);
		const callsBefore = stage.server.calls.length;
		stage.time.now += 2 * minute + 1;
		const later = await fresh.open(account, 1);

		expect(failed).toMatchObject({ ok: false, kind: "unavailable", retryAt: expect.any(Number) });
		expect(atOnce.map((opened) => opened.ok)).toEqual([false, false]);
		expect(callsBefore).toBe(1);
		expect(accessOf(later)).toBe("access-2");
		expect(await stage.read(account)).not.toHaveProperty("refused");
	});

	it("uses the old token as long as it is good", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now = start + hour - 5 * minute;
		stage.server.next({ status: 500 });

		expect(accessOf(await stage.instance().fresh.open(account, 1))).toBe("access-0-a");
	});

	it("rests longer each time, at most 15 minutes", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now += hour;
		const rests: number[] = [];
		for (let tries = 0; tries < 8; tries++) {
			stage.server.next({ status: 500 });
			const failed = await stage.instance().fresh.open(account, 1);
			if (failed.ok || failed.kind !== "unavailable") throw new Error("it should not be to be had");
			rests.push((failed.retryAt - stage.time.now) / minute);
			stage.time.now = failed.retryAt;
		}

		expect(rests).toEqual([0.5, 1, 2, 4, 8, 15, 15, 15]);
	});

	it("a client that the provider does not know is the operator's matter: the login stays", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now += hour;
		stage.server.next({ status: 401, error: "invalid_client" });

		const failed = await stage.instance().fresh.open(account, 1);

		expect(failed).toMatchObject({ ok: false, kind: "unavailable", text: expect.stringContaining("operator's OAuth client") });
		expect(await stage.read(account)).not.toHaveProperty("refused");
	});
});

describe("when the provider has ended the login", () => {
	it("the account is Expired, with the provider's word, and nobody asks again", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		const { fresh } = stage.instance();
		stage.time.now += hour;
		stage.server.next({ status: 400, error: "refresh_token_expired" });

		const dead = await fresh.open(account, 1);
		stage.time.now += 24 * hour;
		await Promise.all([fresh.open(account, 1), stage.instance().fresh.open(account, 1), stage.instance().fresh.afterRefusal(account, 1)]);

		expect(dead).toMatchObject({ ok: false, kind: "dead" });
		expect(stage.server.calls).toHaveLength(1);
		expect(statusOf(await stage.read(account), samplePool(), stage.time.now)).toEqual({
			status: "expired",
			state: "expired",
			statusMessage: expect.stringContaining("refresh_token_expired"),
		});
	});

	it("a new login makes it good again", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		const { fresh, credentials } = stage.instance();
		stage.time.now += hour;
		stage.server.next({ status: 400, error: "invalid_grant" });
		await fresh.open(account, 1);
		const opened = await credentials.open({ ...account, version: 1 });
		if (!opened.ok || opened.secret.kind !== "token_set") throw new Error("no token set");
		await credentials.replace({
			...account,
			version: 1,
			secret: { ...opened.secret, accessToken: secret("signed-in-anew"), obtainedAt: stage.time.now, expiresAt: stage.time.now + hour },
		});

		const anew = await stage.instance().fresh.open(await stage.read(account), 1);

		expect(accessOf(anew)).toBe("signed-in-anew");
		expect(await stage.read(account)).toMatchObject({ credentialVersion: 2 });
		expect(statusOf(await stage.read(account), samplePool(), stage.time.now).status).toBe("verified");
	});
});

describe("a renewal that was interrupted", () => {
	it("where tokens rotate, Expired with a text that says so", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now += hour;
		stage.server.next("answered but lost");
		await stage.instance().fresh.open(account, 1);
		stage.time.now += minute;

		const next = await stage.instance().fresh.open(account, 1);

		expect(next).toMatchObject({ ok: false, kind: "dead", text: expect.stringContaining("The refresh was interrupted") });
		expect(statusOf(await stage.read(account), samplePool(), stage.time.now).statusMessage).toMatch(
			/Re-authenticate.*refresh was interrupted/,
		);
		expect(stage.server.calls).toHaveLength(2);
	});

	it("where they do not, the account recovers", async () => {
		const stage = openTokenStage(createTokenServer({ rotates: false }));
		const account = await stage.link("a");
		stage.time.now += hour;
		stage.server.next("answered but lost");
		await stage.instance().fresh.open(account, 1);
		stage.time.now += minute;

		expect(accessOf(await stage.instance().fresh.open(account, 1))).toBe("access-2");
	});

	it("by a death of its holder is taken over once the lease is over, and not before", async () => {
		const stage = openTokenStage(createTokenServer({ rotates: false }));
		const account = await stage.link("a");
		stage.time.now += hour;
		const asked = Promise.withResolvers<void>();
		const dying = stage.instance({
			http: () => {
				asked.resolve();
				return new Promise(() => undefined);
			},
		});
		void dying.fresh.open(account, 1);
		await asked.promise;

		const tooEarly = await stage.instance().fresh.open(account, 1);
		stage.time.now = start + hour + minute;
		const later = await stage.instance().fresh.open(account, 1);

		expect(tooEarly).toMatchObject({ ok: false, kind: "unavailable" });
		expect(accessOf(later)).toBe("access-1");
	});

	it("between the credential's write and the account's is mended by the next request", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now += hour;
		const store: Store = {
			...stage.store,
			update: (key, ...rest) =>
				key.sk === account.sk ? Promise.reject(new StoreError("unavailable", "gone")) : stage.store.update(key, ...rest),
		};
		await stage.instance({ store }).fresh.open(account, 1);
		const behind = await stage.read(account);

		const opened = await stage.instance().fresh.open(behind, 1);

		expect(behind.credentialVersion).toBe(1);
		expect(accessOf(opened)).toBe("access-1");
		expect((await stage.read(account)).credentialVersion).toBe(2);
		expect(stage.server.calls).toHaveLength(1);
	});

	it("by a slow holder never overwrites what came after it", async () => {
		const stage = openTokenStage(createTokenServer({ rotates: false }));
		const account = await stage.link("a");
		stage.time.now += hour;
		const held = stage.server.hold();
		const slow = stage.instance().fresh.open(account, 1);
		await held.arrived;
		stage.time.now += minute + 1;
		const faster = await stage.instance().fresh.open(account, 1);
		held.release();

		const late = await slow;

		expect([accessOf(late), accessOf(faster)]).toEqual(["access-2", "access-2"]);
		expect((await stage.read(account)).credentialVersion).toBe(2);
	});
});

describe("after a refusal", () => {
	it("a newer stored version is used without asking", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		const other = stage.instance();
		await other.fresh.open(account, 1);
		stage.time.now += hour;
		await stage.instance().fresh.open(account, 1);

		const after = await other.fresh.afterRefusal(account, 1);

		expect(accessOf(after)).toBe("access-1");
		expect(stage.server.calls).toHaveLength(1);
	});

	it("a token that seems good is renewed all the same", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");

		expect(accessOf(await stage.instance().fresh.afterRefusal(account, 1))).toBe("access-1");
	});

	it("an account that was removed meanwhile stays removed", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		const { fresh, credentials } = stage.instance();
		const held = stage.server.hold();
		const renewing = fresh.afterRefusal(account, 1);
		await held.arrived;
		await stage.store.remove(account);
		await credentials.remove(account);
		held.release();

		expect(await renewing).toMatchObject({ ok: false, kind: "dead" });
		expect((await stage.store.query({ pk: account.pk, prefix: "" })).items).toEqual([]);
	});
});

describe("renewals are counted", () => {
	it.each([
		["that work", [], ["token_renewals"]],
		["that the provider cannot make now", [{ status: 503 }], ["token_renewals", "token_renewal_failures"]],
		["that find the login ended", [{ status: 400, error: "invalid_grant" }], ["token_renewals", "ended_logins"]],
	] as const)("%s", async (_name, answers, counted) => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.server.next(...answers);
		stage.time.now = start + hour;

		await stage.instance().fresh.open(account, 1);

		expect(stage.counted).toEqual(counted);
	});

	it("once, however many wait for one of them", async () => {
		const stage = openTokenStage();
		const account = await stage.link("a");
		stage.time.now = start + hour;

		const [one, other] = [stage.instance(), stage.instance()];
		await Promise.all([one.fresh.open(account, 1), one.fresh.open(account, 1), other.fresh.open(account, 1)]);

		expect(stage.counted).toEqual(["token_renewals"]);
	});
});

it.each([
	["the schedule", "refresh"],
	["a request", "proxy"],
	["a verification", "login"],
] as const)("%s renews, and finds a login ended, within the rights of its deployed function", async (_name, name) => {
	const stage = openTokenStage();
	const [account, ended] = [await stage.link("a"), await stage.link("b", { refreshToken: secret("used up") })];
	const table = withinRights(stage.store, name);
	const { fresh } = stage.instance({ store: table.store });
	stage.time.now = start + hour;

	const renewals = [await fresh.renewEarly(account), await fresh.renewEarly(ended)];

	expect(renewals).toMatchObject([{ kind: "fresh" }, { kind: "refused" }]);
	expect(stage.faults).toEqual([]);
	table.check();
});
