import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { itemsOf, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
	stage = await openStage();
	await stage.link({ label: "work" });
});
afterAll(() => stage.close());

const account = { provider: "openai", method: "api_key", apiKey: "sk-one", verify: false };
const rotation = async () => JSON.stringify((await stage.store.query({ pk: "ws#default", prefix: "rotation#" })).items);

const hostile = [
	"../",
	"..%2f..",
	"a\nb",
	"a\r\nset-cookie: x=1",
	"x".repeat(10_000),
	"👩‍🚀",
	"",
	" ",
	"a b",
	"-a",
	"a:b",
	"a#b",
	"a/b",
	"a\u0000",
	"__proto__",
	"ä",
];

describe("a hostile label", () => {
	it.each(hostile)("%j is refused at linking and nothing is changed", async (label) => {
		const before = await rotation();

		const result = await stage.call("POST", "/admin/accounts", { body: { ...account, label } });

		expect(result.status).toBe(400);
		expect(result.json()).toMatchObject({ error: { type: "invalid_request_error", code: "invalid_request", param: "label" } });
		expect(result.body.length).toBeLessThan(600);
		expect(await rotation()).toBe(before);
	});

	it.each(hostile.filter((label) => label.trim() !== ""))("%j names no account", async (label) => {
		for (const [method, path] of [
			["GET", ""],
			["DELETE", ""],
			["POST", "/verify"],
			["DELETE", "/cooldowns"],
		] as const) {
			const result = await stage.call(method, `/admin/accounts/${encodeURIComponent(`openai:${label}`)}${path}`);
			expect(result.status).toBe(404);
			expect(JSON.stringify(result.headers)).not.toContain("set-cookie");
		}
	});

	it("of the whole allowed alphabet and length works", async () => {
		const label = `A.b_c@d+e~f-0${"z".repeat(115)}`;

		const linked = await stage.link({ label, verify: false });
		const read = await stage.ok("GET", `/admin/accounts/${encodeURIComponent(`openai:${label}`)}`);

		expect(read.profileId).toBe(linked.profileId);
		await stage.ok("DELETE", `/admin/accounts/openai:${label}`);
	});
});

describe("a wrong body", () => {
	const link = (body: unknown, headers?: Record<string, string>) =>
		stage.call("POST", "/admin/accounts", { body, ...(headers && { headers }) });

	it.each([
		["{", "invalid_json"],
		["", "invalid_json"],
		["   ", "invalid_json"],
		['{"provider":"openai",}', "invalid_json"],
		["\u0000", "invalid_json"],
		[`${"[".repeat(50_000)}`, "invalid_json"],
		[new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), "invalid_json"],
		["[]", "invalid_request"],
		["null", "invalid_request"],
		['"text"', "invalid_request"],
		["12", "invalid_request"],
	])("%j is refused as %s", async (body, code) => {
		const result = await link(body);

		expect(result.status).toBe(400);
		expect(result.json()).toEqual({
			error: {
				type: "invalid_request_error",
				code,
				message: expect.any(String),
				param: null,
				hint: null,
				requestId: result.headers["x-smart-router-request-id"],
			},
		});
	});

	it("never comes back in the answer", async () => {
		const result = await link('{"provider":"openai","apiKey":"sk-secret-in-broken-json" oops');

		expect(result.status).toBe(400);
		expect(result.body).not.toContain("sk-secret");
	});

	it("that is too large is refused with 413", async () => {
		const result = await link({ ...account, tags: ["x".repeat(300_000)] });

		expect(result.status).toBe(413);
		expect(result.json()).toMatchObject({ error: { code: "request_too_large" } });
	});

	it.each([
		[{ ...account, colour: "blue" }, "colour"],
		[{ ...account, base_url: "https://evil.example" }, "base_url"],
		[JSON.parse(`{"provider":"openai","method":"api_key","apiKey":"sk","__proto__":{"x":1}}`), "__proto__"],
		[{ ...account, provider: 5 }, "provider"],
		[{ ...account, apiKey: "" }, "apiKey"],
		[{ ...account, apiKey: "sk one" }, "apiKey"],
		[{ ...account, apiKey: "sk\r\nx-evil: 1" }, "apiKey"],
		[{ ...account, apiKey: "x".repeat(5000) }, "apiKey"],
		[{ ...account, apiKey: ["sk"] }, "apiKey"],
		[{ ...account, method: "oauth" }, "method"],
		[{ ...account, priority: "1" }, "priority"],
		[{ ...account, priority: 1.5 }, "priority"],
		[{ ...account, priority: -1 }, "priority"],
		[{ ...account, enabled: "yes" }, "enabled"],
		[{ ...account, verify: 1 }, "verify"],
		[{ ...account, tags: "x" }, "tags"],
		[{ ...account, tags: ["ok", 5] }, "tags[1]"],
		[{ ...account, tags: Array(21).fill("x") }, "tags"],
		[{ ...account, models: [] }, "models"],
		[{ ...account, models: ["a b"] }, "models[0]"],
		[{ ...account, displayName: "a\nb" }, "displayName"],
		[{ ...account, displayName: "x".repeat(101) }, "displayName"],
		[{ ...account, maxConcurrency: 0 }, "maxConcurrency"],
		[{ ...account, baseUrl: "ftp://x.example" }, "baseUrl"],
		[{ ...account, baseUrl: "https://user:pass@x.example" }, "baseUrl"],
		[{ ...account, baseUrl: "https://x.example/?key=1" }, "baseUrl"],
		[{ ...account, baseUrl: "http://169.254.169.254/latest" }, "baseUrl"],
	])("case %#: the field at fault is named and nothing changes", async (body, param) => {
		const before = await rotation();

		const result = await link(body);

		expect(result.status).toBe(400);
		expect(result.json()).toMatchObject({ error: { param } });
		expect(result.body).not.toContain("pass@");
		expect(await rotation()).toBe(before);
	});

	it("is read whatever its content type says", async () => {
		const result = await link({ ...account, label: "typed" }, { "content-type": "text/plain" });

		expect(result.status).toBe(201);
	});

	it.each([
		["POST", "/admin/pools/openai/rotate"],
		["DELETE", "/admin/accounts/openai:work"],
		["POST", "/admin/accounts/openai:work/verify"],
		["GET", "/admin/accounts"],
	])("is refused where none is taken: %s %s", async (method, path) => {
		expect((await stage.call(method, path, { body: { force: true } })).status).toBe(400);
		expect((await stage.call("GET", "/admin/accounts/openai:work")).status).toBe(200);
	});

	it("an empty object is as good as no body", async () => {
		expect((await stage.call("POST", "/admin/accounts/openai:work/verify", { body: {} })).status).toBe(200);
	});
});

it.each(["", "x".repeat(256), "a\u0001b", "ä"])("%j is no Idempotency-Key", async (key) => {
	const result = await stage.call("POST", "/admin/accounts", { body: account, headers: { "Idempotency-Key": key } });

	expect(result.status).toBe(400);
	expect(result.json()).toMatchObject({ error: { param: "Idempotency-Key", hint: expect.stringContaining("UUID") } });
});

it.each([
	["PUT", "/admin/accounts", "GET, POST"],
	["PATCH", "/admin/keys", "GET, POST"],
	["POST", "/health", "GET"],
])("a method that an address does not know is told: %s %s", async (method, path, allow) => {
	const result = await stage.call(method, path);

	expect(result.status).toBe(405);
	expect(result.headers["allow"]).toBe(allow);
});

it.each(["/nothing", "/admin", "/admin/accounts/", "/admin/accounts/a/b/c", "//admin/accounts", "/%2e%2e/etc/passwd"])(
	"there is nothing at %s",
	async (path) => {
		const result = await stage.call("GET", path);

		expect(result.status).toBe(404);
		expect(result.headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
	},
);

it.each(["*", "gpt-5.4", "group:tokens", "a/b"])("a cooldown's scope may be %j", async (scope) => {
	expect(
		(await stage.call("PUT", `/admin/accounts/openai:work/cooldowns/${encodeURIComponent(scope)}`, { body: { seconds: 5 } })).status,
	).toBe(200);
	expect((await stage.call("DELETE", `/admin/accounts/openai:work/cooldowns/${encodeURIComponent(scope)}`)).status).toBe(200);
});

it.each(["a b", "a\nb", "x".repeat(300), "\u0000"])("a cooldown's scope may not be %j", async (scope) => {
	const result = await stage.call("PUT", `/admin/accounts/openai:work/cooldowns/${encodeURIComponent(scope)}`, { body: { seconds: 5 } });

	expect(result.status).toBe(400);
	expect(result.json()).toMatchObject({ error: { param: "scope" } });
});

it.each([{ seconds: 0 }, { seconds: 1e9 }, { seconds: "5" }, {}, { seconds: 5, reason: "" }, { seconds: 5, until: 1 }])(
	"a cooldown of %j is refused",
	async (body) => {
		expect((await stage.call("PUT", "/admin/accounts/openai:work/cooldowns/*", { body })).status).toBe(400);
	},
);

it("a refused input leaves no audit record", async () => {
	const before = await itemsOf(stage.store, "ws#default#audit");

	await stage.call("POST", "/admin/accounts", { body: { ...account, colour: 1 } });

	expect(await itemsOf(stage.store, "ws#default#audit")).toBe(before);
});
