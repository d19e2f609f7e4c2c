import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentialKey } from "@smart-router/core/account/account.ts";
import { callSecret } from "@smart-router/core/credential/content.ts";
import { type CredentialId, type CredentialSecret, createCredentials } from "@smart-router/core/credential/credential.ts";
import { reveal, secret } from "@smart-router/core/credential/secret.ts";
import { KeysError } from "@smart-router/core/keys/keys.ts";
import { set } from "@smart-router/core/store/store.ts";
import { openKeyFile } from "@smart-router/local/keys/key-file.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { afterAll, describe, expect, it, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "smart-router-credential-"));
afterAll(() => rmSync(folder, { recursive: true }));

const canary = "sk-canary-0123456789abcdef";
const apiKey: CredentialSecret = { kind: "api_key", apiKey: secret(canary), baseUrl: "https://api.openai.com/v1" };
const other: CredentialSecret = { ...apiKey, apiKey: secret("sk-another") };
const tokens: CredentialSecret = {
	kind: "token_set",
	accessToken: secret("access-canary"),
	refreshToken: secret("refresh-canary"),
	obtainedAt: 1_000_000,
	expiresAt: 5_000_000,
	earliestRefreshAt: null,
	clientId: "client",
	tokenUrl: "https://id.example/token",
	revokeUrl: null,
	userinfoUrl: null,
	baseUrl: "https://api.example",
	otherBaseUrls: [],
	project: "p-1",
	accountId: null,
	subject: "sub",
	issuer: "https://id.example",
	organization: null,
};
const id: CredentialId = { workspace: "default", gen: "gen_one", profileId: "openai:one", version: 1 };

function setUp() {
	const time = { now: 1_000_000 };
	const store = openSqliteStore(":memory:");
	const keys = openKeyFile(join(folder, "master.key"));
	vi.spyOn(store, "get");
	vi.spyOn(keys, "decrypt");
	vi.spyOn(keys, "generateDataKey");
	const process = () => createCredentials({ store, keys, clock: () => time.now });
	return { time, store, keys, process, credentials: process() };
}

describe("credentials", () => {
	it("open what was saved", async () => {
		const { credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey });

		const opened = await credentials.open(id);

		expect(opened).toMatchObject({ ok: true, secret: { kind: "api_key", baseUrl: "https://api.openai.com/v1" } });
		expect(opened.ok && reveal(callSecret(opened.secret))).toBe(canary);
	});

	it("open a token set as it was saved, with its secrets wrapped", async () => {
		const { credentials, store } = setUp();
		await credentials.save({ ...id, secret: tokens });

		const opened = await credentials.open(id);

		expect(opened).toMatchObject({ ok: true, secret: { kind: "token_set", expiresAt: 5_000_000, project: "p-1", organization: null } });
		expect(JSON.stringify(opened)).not.toContain("canary");
		expect(opened.ok && opened.secret.kind === "token_set" && opened.secret.refreshToken && reveal(opened.secret.refreshToken)).toBe(
			"refresh-canary",
		);
		expect(JSON.stringify(await store.query({ pk: "ws#default", prefix: "" }))).not.toContain("canary");
	});

	it("are stored sealed", async () => {
		const { store, credentials } = setUp();

		await credentials.save({ ...id, secret: apiKey });

		const item = await store.get(credentialKey(id.workspace, id.gen));
		expect(item).toMatchObject({ gen: id.gen, profileId: id.profileId, version: 1, sealedAt: 1_000_000 });
		const stored = JSON.stringify(item);
		for (const part of [canary, "api.openai.com", Buffer.from(canary).toString("base64").slice(0, 20)]) expect(stored).not.toContain(part);
	});

	it("open warm without asking the store or the keys", async () => {
		const { store, keys, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey });
		await credentials.open(id);
		vi.mocked(store.get).mockClear();
		vi.mocked(keys.decrypt).mockClear();

		const opened = await credentials.open(id);

		expect(opened.ok).toBe(true);
		expect(store.get).not.toHaveBeenCalled();
		expect(keys.decrypt).not.toHaveBeenCalled();
	});

	it("seal under a data key of their own, without decrypting anything", async () => {
		const { store, keys, credentials } = setUp();

		await credentials.save({ ...id, secret: apiKey });
		await credentials.replace({ ...id, secret: other });

		expect(keys.generateDataKey).toHaveBeenCalledTimes(2);
		expect(keys.generateDataKey).toHaveBeenCalledWith({ workspace: "default", profile: "openai:one", kind: "credential" });
		expect(keys.decrypt).not.toHaveBeenCalled();
		expect(store.get).not.toHaveBeenCalled();
	});

	it("carry a TTL until they are confirmed", async () => {
		const { store, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey, ttl: 5_000 });
		const before = await store.get(credentialKey(id.workspace, id.gen));

		const confirmed = await credentials.confirm(id);

		expect(confirmed).toBe(true);
		expect(before?.ttl).toBe(5_000);
		expect(await store.get(credentialKey(id.workspace, id.gen))).not.toHaveProperty("ttl");
		expect(await credentials.confirm({ ...id, gen: "gen_gone" })).toBe(false);
	});

	it("are confirmed by their first use when the link died before it could", async () => {
		const { store, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey, ttl: 5_000 });

		const opened = await credentials.open(id);

		expect(opened.ok).toBe(true);
		expect(await store.get(credentialKey(id.workspace, id.gen))).not.toHaveProperty("ttl");
	});

	it("name the stored version when another one is asked for", async () => {
		const { process, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey });
		await credentials.open(id);
		const elsewhere = process();
		await elsewhere.replace({ ...id, secret: other });

		const older = await elsewhere.open(id);
		const unborn = await credentials.open({ ...id, version: 3 });
		const newer = await credentials.open({ ...id, version: 2 });

		expect(older).toEqual({ ok: false, reason: "version", version: 2 });
		expect(unborn).toEqual({ ok: false, reason: "version", version: 2 });
		expect(newer.ok && reveal(callSecret(newer.secret))).toBe("sk-another");
	});

	it("are replaced by one of two that try at once", async () => {
		const { process, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey });

		const outcomes = await Promise.all([credentials.replace({ ...id, secret: other }), process().replace({ ...id, secret: other })]);

		expect(outcomes).toContainEqual({ ok: true, version: 2 });
		expect(outcomes).toContainEqual({ ok: false, version: 2 });
	});

	it("recognise their own replacement when its reply was lost", async () => {
		const { store, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey });
		const update = store.update;
		store.update = async (...operation) => {
			await update(...operation);
			return update(...operation);
		};

		const replaced = await credentials.replace({ ...id, secret: other });

		expect(replaced).toEqual({ ok: true, version: 2 });
	});

	it("are not revived by a late replacement", async () => {
		const { store, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey });
		await credentials.open(id);

		await credentials.remove(id);

		expect(await credentials.replace({ ...id, secret: other })).toEqual({ ok: false, version: undefined });
		expect(await store.get(credentialKey(id.workspace, id.gen))).toBeUndefined();
		expect(await credentials.open(id)).toEqual({ ok: false, reason: "missing" });
	});

	it.each<[string, CredentialId]>([
		["another account", { ...id, profileId: "openai:two" }],
		["another life of the account", { ...id, gen: "gen_two" }],
		["another workspace", { ...id, workspace: "elsewhere" }],
		["another version", { ...id, version: 2 }],
	])("do not open when moved to %s", async (_place, place) => {
		const { store, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey });
		await credentials.open(id);
		const stolen = await store.get(credentialKey(id.workspace, id.gen));
		await store.put({ ...stolen, ...credentialKey(place.workspace, place.gen), ...place });

		const opened = await credentials.open(place);

		expect(opened).toEqual({ ok: false, reason: "unreadable" });
	});

	it("do not open when their data key is exchanged with another account's", async () => {
		const { store, credentials } = setUp();
		const second: CredentialId = { ...id, gen: "gen_two", profileId: "openai:two" };
		await credentials.save({ ...id, secret: apiKey });
		await credentials.save({ ...second, secret: other });
		const item = await store.get(credentialKey(second.workspace, second.gen));
		await store.update(credentialKey(id.workspace, id.gen), [set(["dataKey"], item?.dataKey ?? "")]);

		const opened = await credentials.open(id);

		expect(opened).toEqual({ ok: false, reason: "unreadable" });
	});

	it("pass on that the keys are away, and open when they are back", async () => {
		const { keys, credentials } = setUp();
		await credentials.save({ ...id, secret: apiKey });
		vi.mocked(keys.decrypt).mockRejectedValueOnce(new KeysError("unavailable", "KMS is away"));

		await expect(credentials.open(id)).rejects.toMatchObject({ name: "KeysError", kind: "unavailable" });

		expect((await credentials.open(id)).ok).toBe(true);
	});
});
