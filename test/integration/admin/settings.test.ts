import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noRules } from "../../../packages/core/src/settings/routing.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.close());

type Fields = Record<string, unknown>;
const providers = async () => (await stage.ok<{ data: Fields[] }>("GET", "/admin/providers")).data;

const oauth = { authorizeUrl: "https://id.example/authorize", tokenUrl: "https://id.example/token" };

describe("providers", () => {
	it("are listed with what a person needs to link one", async () => {
		const listed = await providers();

		expect(listed.map(({ id }) => id)).toEqual(["anthropic", "antigravity", "gemini", "openai"]);
		expect(listed[0]).toMatchObject({
			name: expect.any(String),
			aliases: expect.arrayContaining(["claude"]),
			methods: expect.arrayContaining(["api_key"]),
			models: expect.arrayContaining([expect.stringMatching(/^claude-/)]),
			termsNote: expect.any(String),
			dashboardUrl: expect.stringMatching(/^https:/),
			custom: false,
		});
	});

	it("can be made, used, changed, and removed once nothing is linked", async () => {
		const baseUrl = `${stage.upstream.origin}/v1`;

		const made = await stage.ok("PUT", "/admin/providers/my-llm", { protocol: "openai-chat", baseUrl: `${baseUrl}/`, models: ["m-1"] });
		const account = await stage.link({ provider: "my-llm" });
		const kept = await stage.call("DELETE", "/admin/providers/my-llm");
		await stage.ok("DELETE", "/admin/accounts/my-llm:key-1");
		await stage.ok("DELETE", "/admin/providers/my-llm");

		expect(made).toMatchObject({ id: "my-llm", custom: true, protocol: "openai-chat", baseUrl, auth: "bearer", models: ["m-1"] });
		expect(account).toMatchObject({ profileId: "my-llm:key-1", baseUrl });
		expect(kept.status).toBe(409);
		expect(await providers()).toHaveLength(4);
		expect((await stage.call("DELETE", "/admin/providers/my-llm")).status).toBe(404);
	});

	it("a built-in one's address can be moved and put back", async () => {
		await stage.ok("PUT", "/admin/providers/gemini", { baseUrl: "https://proxy.example/gemini" });
		const moved = (await providers()).find(({ id }) => id === "gemini");
		await stage.ok("DELETE", "/admin/providers/gemini");
		const back = (await providers()).find(({ id }) => id === "gemini");

		expect(moved).toMatchObject({ baseUrl: "https://proxy.example/gemini", custom: false });
		expect(back?.baseUrl).toMatch(/googleapis\.com/);
	});

	it("a custom one keeps what a change leaves out, and loses what is null", async () => {
		const path = "/admin/providers/mine";
		const whole = {
			protocol: "openai-chat",
			baseUrl: "https://old.example/v1",
			models: ["m-1"],
			auth: "x-api-key",
			streaming: "only",
			oauth,
		};
		await stage.ok("PUT", path, whole);

		const moved = await stage.ok("PUT", path, { baseUrl: "https://new.example/v1" });
		const plain = await stage.ok("PUT", path, { auth: null, streaming: null, oauth: null });

		expect(moved).toMatchObject({ baseUrl: "https://new.example/v1", models: ["m-1"], auth: "x-api-key", streaming: "only" });
		expect(moved["oauth"]).not.toBeNull();
		expect(plain).toMatchObject({ protocol: "openai-chat", models: ["m-1"], auth: "bearer", streaming: null, oauth: null });
	});

	it("two changes at once of different settings both count", async () => {
		const changes = [{ baseUrl: "https://moved.example/v1" }, { subscriptionLogins: true }, { otherBaseUrls: ["https://more.example"] }];

		await Promise.all(changes.map((body) => stage.ok("PUT", "/admin/providers/openai", body)));

		const item = await stage.store.get({ pk: "ws#default", sk: "provider#openai" });
		expect(item?.["settings"]).toEqual(Object.assign({}, ...changes));
	});

	it("OAuth addresses stay as they are written: servers compare them byte for byte", async () => {
		const written = { ...oauth, authorizeUrl: "https://id.example/authorize/", issuer: "https://id.example/" };
		await stage.ok("PUT", "/admin/providers/mine", { protocol: "openai-chat", baseUrl: "https://x.example/", oauth: written });

		const client = await stage.ok("PUT", "/admin/providers/mine/oauth-client", { clientId: "mine" });

		expect(client).toMatchObject({ authorizeUrl: "https://id.example/authorize/", issuer: "https://id.example/" });
	});

	it.each([
		["mine", { baseUrl: "https://x.example" }, "protocol"],
		["mine", {}, null],
		["mine", { protocol: "openai-completions", baseUrl: "https://x.example" }, "protocol"],
		["mine", { protocol: "telnet", baseUrl: "https://x.example" }, "protocol"],
		["mine", { protocol: "openai-chat" }, "baseUrl"],
		["mine", { protocol: "openai-chat", baseUrl: "x.example" }, "baseUrl"],
		["mine", { protocol: "openai-chat", baseUrl: "https://x.example", auth: "cookie" }, "auth"],
		["mine", { protocol: "openai-chat", baseUrl: "https://x.example", headers: {} }, "headers"],
		["claude", { protocol: "openai-chat", baseUrl: "https://x.example" }, "id"],
		["openai", { protocol: "openai-chat", baseUrl: "https://x.example" }, "protocol"],
		["openai", { baseUrl: "https://x.example", models: ["m"] }, "models"],
		["openai", { baseUrl: "https://x.example", oauth }, "oauth"],
		["mine", { protocol: "openai-chat", baseUrl: "https://x.example", oauth: { ...oauth, tokenUrl: undefined } }, "oauth.tokenUrl"],
		["mine", { protocol: "openai-chat", baseUrl: "https://x.example", oauth: { ...oauth, tokenUrl: "ftp://x.example" } }, "oauth.tokenUrl"],
		["mine", { protocol: "openai-chat", baseUrl: "https://x.example", oauth: { ...oauth, scopes: ["a b"] } }, "oauth.scopes[0]"],
		["mine", { protocol: "openai-chat", baseUrl: "https://x.example", oauth: { ...oauth, issuer: "ftp://x.example" } }, "oauth.issuer"],
		["mine", { protocol: "openai-chat", baseUrl: "https://x.example", otherBaseUrls: ["ftp://x.example"] }, "otherBaseUrls[0]"],
	])("%s may not be %j", async (id, body, param) => {
		const before = await providers();

		const result = await stage.call("PUT", `/admin/providers/${id}`, { body });

		expect(result.status).toBe(400);
		expect(result.json()).toMatchObject({ error: { param } });
		expect(await providers()).toEqual(before);
	});

	it.each(["Mine", "a:b", "a#b", "..", "x".repeat(33), "ä"])("may not be called %j", async (id) => {
		const body = { protocol: "openai-chat", baseUrl: "https://x.example" };

		const refused = await stage.call("PUT", `/admin/providers/${encodeURIComponent(id)}`, { body });

		expect([refused.status, refused.json()]).toMatchObject([
			400,
			{ error: { param: "id", message: expect.stringMatching(/^id: must be/) } },
		]);
	});
});

describe("routing", () => {
	it("begins empty, is replaced as a whole and read back", async () => {
		const rules = {
			aliases: { fast: "openai/gpt-5.4-mini" },
			fallbacks: { "openai/gpt-5.4": ["anthropic/claude-sonnet-5-5"] },
			auto: ["openai/gpt-5.4", "anthropic/claude-sonnet-5-5"],
		};

		const empty = { ...noRules, revision: expect.any(String) };

		expect(await stage.ok("GET", "/admin/routing")).toEqual({ ...empty, revision: "initial" });
		expect(await stage.ok("PUT", "/admin/routing", rules)).toEqual({ ...noRules, ...rules, revision: expect.stringMatching(/^rev_/) });
		expect(await stage.ok("GET", "/admin/routing")).toEqual({ ...noRules, ...rules, revision: expect.stringMatching(/^rev_/) });
		expect(await stage.ok("PUT", "/admin/routing", {})).toEqual(empty);
	});

	it("names what a slip may have meant", async () => {
		const body = { tiers: { REASONING: ["anthropic/claude-opus-5-5", "gemini/gemini-4-argonn"] } };
		const answer = await stage.call("PUT", "/admin/routing", { body });
		const { error } = answer.json<{ error: { param: string; hint: string } }>();

		expect(error.param).toBe("tiers.REASONING[1]");
		expect(error.hint).toContain("gemini/gemini-4-argon");
	});

	it.each([
		[{ aliases: { auto: "openai/x" } }],
		[{ aliases: { "a b": "openai/x" } }],
		[{ aliases: { a: "" } }],
		[{ aliases: { a: 5 } }],
		[{ aliases: [] }],
		[{ fallbacks: { a: [] } }],
		[{ fallbacks: { a: "b" } }],
		[{ auto: [5] }],
		[{ auto: Array(51).fill("openai/x") }],
		[{ tiers: { HARD: [] } }],
		[{ tiers: { SIMPLE: ["openai/gpt-6-lunna"] } }],
		[{ aliases: { fast: "nobody/gpt-6-luna" } }],
		[{ auto: ["auto:ecco"] }],
		[{ profiles: { cheap: { shift: 9 } } }],
		[{ aliases: Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`a${index}`, "openai/x"])) }],
	])("case %#: wrong rules are refused and nothing changes", async (body) => {
		expect((await stage.call("PUT", "/admin/routing", { body })).status).toBe(400);
		expect(await stage.ok("GET", "/admin/routing")).toMatchObject(noRules);
	});
});

it("an alias called __proto__ is no alias and reaches no prototype", async () => {
	const rules = await stage.call("PUT", "/admin/routing", { body: '{"aliases":{"__proto__":"openai/x"}}' });

	expect(rules.json()).toMatchObject({ aliases: {}, fallbacks: {}, auto: [] });
	expect(Object.keys(rules.json<{ aliases: object }>().aliases)).toEqual([]);
	expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

describe("what is open to everybody", () => {
	it("says how it is, what it is and what it can", async () => {
		const health = await stage.call("GET", "/health", { key: null });
		const home = await stage.call("GET", "/", { key: null });
		const openApi = await stage.call("GET", "/openapi.json", { key: null });

		expect(health.json()).toEqual({ status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+$/), stage: "test" });
		expect(home.headers["content-type"]).toBe("text/html; charset=utf-8");
		expect(home.headers["content-security-policy"]).toMatch(/^default-src 'none';/);
		expect(home.body).toContain("openapi.json");
		expect(openApi.json()).toMatchObject({ openapi: "3.1.0" });
	});
});
