import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildCli, type Cli } from "../support/cli.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, startTestGateway, type TestGateway } from "../support/gateway.ts";

/** A provider's token endpoint that rotates: a refresh token counts once. Who it belongs to is in the token. */
async function startTokenEndpoint(): Promise<{ readonly origin: string; readonly live: Set<string>; close(): void }> {
	const live = new Set<string>();
	const server: Server = createServer(async (request, response) => {
		const json = (status: number, body: object) =>
			response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
		if (request.method === "GET") {
			const who = /ann|ben/.exec(request.headers.authorization ?? "")?.[0] ?? "nobody";
			return json(200, { sub: who, email: `${who}@example.com` });
		}
		const given = new URLSearchParams(await text(request)).get("refresh_token") ?? "";
		if (!live.delete(given)) return json(400, { error: "invalid_grant" });
		live.add(`${given}-next`);
		json(200, { access_token: `at-${given}`, refresh_token: `${given}-next`, token_type: "Bearer", expires_in: 3600 });
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, live, close: () => server.close() };
}

const secrets = {
	key: "sk-canary-openai-1",
	other: "sk-canary-openai-2",
	ann: "rt-canary-ann",
	ben: "rt-canary-ben",
	token: "tok-canary-ann-1",
};

let cli: Cli;
let upstream: FakeUpstream;
let tokens: Awaited<ReturnType<typeof startTokenEndpoint>>;
let gateway: TestGateway;
let file: string;

beforeAll(async () => {
	cli = buildCli();
	upstream = await startFakeUpstream();
	tokens = await startTokenEndpoint();
	file = join(cli.folder, "auth-store.json");
});
afterAll(async () => {
	await upstream?.close();
	tokens?.close();
	cli?.remove();
});
beforeEach(async () => {
	upstream.reset();
	tokens.live.clear();
	for (const token of [secrets.ann, secrets.ben]) tokens.live.add(token);
	gateway = await startTestGateway();
	await gateway.admin("PUT", "/admin/providers/openai", { baseUrl: `${upstream.origin}/v1` });
	await putSite(`${upstream.origin}/v1`);
	await gateway.admin("PUT", "/admin/providers/site/oauth-client", { clientId: "app_0123456789" });
});
afterEach(() => gateway.close());

const putSite = (baseUrl: string) =>
	gateway.admin("PUT", "/admin/providers/site", {
		protocol: "openai-chat",
		baseUrl,
		oauth: { authorizeUrl: `${tokens.origin}/authorize`, tokenUrl: `${tokens.origin}/token`, userinfoUrl: `${tokens.origin}/userinfo` },
	});
const keep = (profiles: Readonly<Record<string, object>>): void =>
	writeFileSync(file, JSON.stringify({ version: 1, profiles, usageStats: { "openai:work": { state: "ACTIVE", lastUsed: 1 } } }));
const run = (...more: string[]) =>
	cli.run(["import", file, ...more], { env: { SMART_ROUTER_URL: gateway.url, SMART_ROUTER_KEY: adminKey } });
const outcomes = async (...more: string[]) => {
	const { data } = JSON.parse((await run(...more, "--json")).stdout) as { data: { profileId: string; outcome: string }[] };
	return data.map(({ profileId, outcome }) => [profileId, outcome]);
};
const states = async () => {
	const { data } = await gateway.admin<{ data: { profileId: string; state: string; email: string | null; method: string }[] }>(
		"GET",
		"/admin/accounts",
	);
	return data.map(({ profileId, method, state, email }) => [profileId, method, state, email]).sort();
};

const everything = {
	"codex:work": { type: "api_key", provider: "codex", key: secrets.key },
	"site:ann": { type: "oauth", provider: "site", access: "at-old", refresh: secrets.ann, expires: 1, email: "ann@example.com" },
	"site:setup": { type: "token", provider: "site", token: secrets.token.replace("ann", "ben") },
};

describe("smart-router import", () => {
	test("links keys, logins and tokens under their own names, verified, and leaves the file as it is", async () => {
		keep(everything);
		const before = readFileSync(file, "utf8");

		const done = await run();

		expect(done).toMatchObject({ code: 0, stderr: "" });
		expect(done.stdout).toBe(
			`linked  openai:work: active\nlinked  site:ann: active\nlinked  site:setup: active\n\n3 accounts: 3 linked.\n${file} holds secrets in clear: delete it when the older router is gone.\n`,
		);
		expect(await states()).toEqual([
			["openai:work", "api_key", "active", null],
			["site:ann", "oauth", "active", "ann@example.com"],
			["site:setup", "oauth", "active", "ben@example.com"],
		]);
		expect(tokens.live).toEqual(new Set([secrets.ben, `${secrets.ann}-next`]));
		expect(readFileSync(file, "utf8")).toBe(before);
	});

	test("done again skips what is linked, and spends no refresh token", async () => {
		keep(everything);
		await run();
		const calls = upstream.calls().length;

		expect(await outcomes()).toEqual([
			["openai:work", "skipped"],
			["site:ann", "skipped"],
			["site:setup", "skipped"],
		]);
		expect(upstream.calls().length).toBe(calls);
		expect(tokens.live).toContain(`${secrets.ann}-next`);
	});

	test("--replace gives what is linked the file's key and tokens", async () => {
		keep(everything);
		await run();
		tokens.live.add("rt-canary-ann-anew");
		keep({
			...everything,
			"codex:work": { type: "api_key", key: secrets.other },
			"site:ann": { ...everything["site:ann"], refresh: "rt-canary-ann-anew" },
		});

		expect(await outcomes("--replace")).toEqual([
			["openai:work", "replaced"],
			["site:ann", "replaced"],
			["site:setup", "replaced"],
		]);
		expect(upstream.calls(secrets.other)).not.toEqual([]);
	});

	test("--dry-run says what would be done and does nothing", async () => {
		keep(everything);

		const looked = await run("--dry-run");

		expect(looked).toMatchObject({
			code: 0,
			stdout: expect.stringContaining("would link  openai:work: API key\nwould link  site:ann: login\n"),
		});
		expect(looked.stdout).toContain("Nothing was changed.");
		expect(await states()).toEqual([]);
		expect(tokens.live).toContain(secrets.ann);
	});

	test("one that does not work is told with the reason, and does not keep the others back", async () => {
		upstream.revoke(secrets.key);
		keep({
			...everything,
			"site:dead": { type: "oauth", provider: "site", access: "at", refresh: "rt-canary-dead" },
			"qwen:mine": { type: "api_key", provider: "qwen", key: secrets.other },
			"openai:empty": { type: "api_key", provider: "openai" },
			"antigravity:work": { type: "oauth", provider: "antigravity", access: "at", refresh: secrets.ben },
		});

		const done = await run();

		expect(done.code).toBe(1);
		expect(done.stdout).toMatch(/^failed {2}openai:work: Account verification failed/m);
		expect(done.stdout).toMatch(/^failed {2}site:dead: Account verification failed: the provider does not accept this login any more/m);
		expect(done.stdout).toMatch(/^failed {2}qwen:mine: .*no such provider/m);
		expect(done.stdout).toMatch(/^failed {2}openai:empty: It has no key\.\n {6}Link it anew: smart-router login openai --label empty$/m);
		expect(done.stdout).toMatch(/^failed {2}antigravity:work: No OAuth client is configured for Antigravity/m);
		expect(done.stdout).toMatch(/^linked {2}site:ann/m);
		expect(done.stdout).toContain("7 accounts: 2 linked, 5 failed.");
	});

	test("what is no such file, and a gateway that refuses the key, end it at once", async () => {
		writeFileSync(file, "sk-canary-not-json");
		const noStore = await run();
		const missing = await cli.run(["import", `${file}.gone`]);
		keep(everything);
		const stranger = await cli.run(["import", file], {
			env: { SMART_ROUTER_URL: gateway.url, SMART_ROUTER_KEY: "sk-nobody-knows-this-key" },
		});

		expect(noStore).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("is no auth-store.json") });
		expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("There is no file") });
		expect(stranger).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("not known here") });
	});

	test("printed no secret, and neither did the audit", async () => {
		keep(everything);
		await run();
		const audit = JSON.stringify(await gateway.admin("GET", "/admin/audit?limit=200"));

		expect(audit).toContain("importLogin");
		for (const secret of ["canary", "at-old"]) expect(cli.transcript() + audit).not.toContain(secret);
	});
});

describe("POST /admin/logins/import", () => {
	const post = (body: object, headers?: Record<string, string>) => gateway.call("POST", "/admin/logins/import", body, headers);
	const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

	test.each([
		["neither token", { provider: "site", label: "x" }, 400, "invalid_request"],
		["a provider that is none", { provider: "nobody", refreshToken: "rt-1" }, 404, "not_found"],
		["an account that is none", { provider: "site", profileId: "site:none", refreshToken: "rt-1" }, 404, "account_not_found"],
		["a token with a space", { provider: "site", refreshToken: "rt 1" }, 400, "invalid_request"],
		["an unknown field", { provider: "site", refreshToken: "rt-1", tokenUrl: "https://evil.example" }, 400, "invalid_request"],
	])("%s is refused", async (_what, body, status, code) => {
		const response = await post(body);

		expect([response.status, await codeOf(response)]).toEqual([status, code]);
	});

	test("gives no account another identity, and no label to a second one", async () => {
		await post({ provider: "site", label: "ann", refreshToken: secrets.ann });
		const other = await post({ provider: "site", profileId: "site:ann", refreshToken: secrets.ben });
		const taken = await post({ provider: "site", label: "ann", refreshToken: `${secrets.ann}-next` });

		expect([other.status, await codeOf(other)]).toEqual([409, "login_identity_mismatch"]);
		expect([taken.status, await codeOf(taken)]).toEqual([409, "account_exists"]);
		expect(tokens.live).toContain(`${secrets.ann}-next`);
	});

	test("reaches as far as the key does", async () => {
		const make = async (body: object) => (await gateway.admin<{ key: string }>("POST", "/admin/keys", { name: "k", ...body })).key;
		const bearer = async (body: object) => ({ authorization: `Bearer ${await make(body)}` });
		const reader = await post({ provider: "site", label: "x", refreshToken: secrets.ann }, await bearer({ scopes: ["accounts:read"] }));
		const elsewhere = await post(
			{ provider: "site", label: "x", refreshToken: secrets.ann },
			await bearer({ scopes: ["accounts:write"], providers: ["openai"] }),
		);

		expect([reader.status, elsewhere.status]).toEqual([403, 403]);
		expect(tokens.live).toContain(secrets.ann);
	});

	test("keeps what was renewed though the provider cannot be reached to verify it", async () => {
		await putSite("http://127.0.0.1:9/v1");

		const linked = await post({ provider: "site", label: "ann", refreshToken: secrets.ann });

		expect(linked.status).toBe(201);
		expect(tokens.live).toContain(`${secrets.ann}-next`);
	});
});
