import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { stateOf } from "../support/stored.ts";

const messages = [{ role: "user", content: "Say hi" }];
const hello = { model: "fake/model-x", messages };
const megabyte = 1024 * 1024;

let upstream: FakeUpstream;
let gateway: TestGateway;
let before: string;

beforeAll(async () => {
	upstream = await startFakeUpstream({ rules: false });
	gateway = await startTestGateway();
	await gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["model-x"] }, ["a"]);
});
beforeEach(() => {
	upstream.reset();
	before = stateOf(gateway.folder);
});
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

/** A request is recorded after its answer: waits until so many are. */
async function recorded(count: number): Promise<void> {
	for (let data: unknown[] = []; data.length < count; ) {
		({ data } = await gateway.admin<{ data: unknown[] }>("GET", "/admin/requests?limit=100"));
	}
}

/** OpenAI's error form, complete: `param` names the field. */
async function clientError(response: Response): Promise<{ code: string; param: string | null; message: string }> {
	const text = await response.text();
	expect(response.headers.get("content-type")).toBe("application/json");
	const { error } = JSON.parse(text) as { error: { code: string; param: string | null; message: string } };
	expect(error).toMatchObject({ message: expect.any(String), type: expect.stringMatching(/_error$/), code: expect.any(String) });
	expect(error).toHaveProperty("param");
	expect(text.length).toBeLessThan(1200);
	return error;
}

/** The admin API's error form, complete. */
async function adminError(response: Response): Promise<{ code: string; param: string | null; message: string }> {
	expect(response.headers.get("content-type")).toBe("application/json");
	const { error } = (await response.json()) as { error: { code: string; param: string | null; message: string } };
	expect(Object.keys(error).sort()).toEqual(["code", "hint", "message", "param", "requestId", "type"]);
	expect(response.headers.get("x-smart-router-request-id")).toMatch(/^req_/);
	return error;
}

function expectNothingHappened(): void {
	expect(stateOf(gateway.folder)).toBe(before);
	expect(upstream.calls()).toEqual([]);
}

describe("a chat whose body is no JSON object", () => {
	it.each([
		["nothing", "", "invalid_json"],
		["half an object", '{"model":"fake/model-x","messages":[', "invalid_json"],
		["a trailing comma", '{"model":"fake/model-x",}', "invalid_json"],
		["bytes that are no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), "invalid_json"],
		["deep nesting", "[".repeat(100_000), "invalid_json"],
		["an array", "[]", "invalid_request"],
		["null", "null", "invalid_request"],
		["a number", "12", "invalid_request"],
		["text", '"hi"', "invalid_request"],
	])("is refused: %s", async (_, body, code) => {
		const response = await gateway.chat(body);

		expect(response.status).toBe(400);
		expect((await clientError(response)).code).toBe(code);
		expectNothingHappened();
	});
});

describe("a chat with a field of the wrong type", () => {
	it.each([
		[{ messages }, "model"],
		[{ ...hello, model: 5 }, "model"],
		[{ ...hello, model: "" }, "model"],
		[{ ...hello, model: null }, "model"],
		[{ model: "fake/model-x" }, "messages"],
		[{ ...hello, messages: "Say hi" }, "messages"],
		[{ ...hello, messages: [] }, "messages"],
		[{ ...hello, messages: [null] }, "messages[0]"],
		[{ ...hello, messages: [{ role: "user" }] }, "messages[0].content"],
		[{ ...hello, messages: [{ role: "user", content: 5 }] }, "messages[0].content"],
		[{ ...hello, messages: [...messages, { role: "user", content: [{ type: "text" }] }] }, "messages[1].content[0].text"],
		[{ ...hello, messages: [{ role: "wizard", content: "hi" }] }, "messages[0].role"],
		[{ ...hello, temperature: "hot" }, "temperature"],
		[{ ...hello, max_tokens: "many" }, "max_tokens"],
		[{ ...hello, max_tokens: 1.5 }, "max_tokens"],
		[{ ...hello, stream: "yes" }, "stream"],
		[{ ...hello, tools: {} }, "tools"],
		[{ ...hello, tools: [{ type: "function" }] }, "tools[0].function"],
		[{ ...hello, stop: 5 }, "stop"],
	])("names the field: %j", async (body, param) => {
		const response = await gateway.chat(body);

		expect(response.status).toBe(400);
		expect(await clientError(response)).toMatchObject({ param, message: expect.stringContaining(param) });
		expectNothingHappened();
	});
});

describe("a chat that would choose the provider's address or key", () => {
	it.each(["base_url", "baseUrl", "api_base", "api_key"])("is refused: %s", async (field) => {
		const response = await gateway.chat({ ...hello, [field]: upstream.origin });

		expect(response.status).toBe(400);
		expect(await clientError(response)).toMatchObject({ param: field });
		expectNothingHappened();
	});
});

describe("an unknown model", () => {
	it.each([
		["fake/model-z", undefined],
		["model-z", "model-x"],
		["gpt-5.5-nanoo", "gpt-5"],
		["nosuch/model-x", "fake/model-x"],
		["nosuch/", undefined],
		["/", undefined],
		[`x${"y".repeat(5000)}`, undefined],
		["m\r\nset-cookie: a=1", undefined],
		["__proto__", undefined],
		["constructor", undefined],
	])("is not found, or asked of the provider that was named: %j", async (model, near) => {
		const named = model.startsWith("fake/");
		if (named) upstream.script("sk-fake-a", { status: 404 });

		const response = await gateway.chat({ ...hello, model });

		expect(response.status).toBe(404);
		expect(response.headers.get("set-cookie")).toBeNull();
		const error = await clientError(response);
		expect(error.code).toBe("model_not_found");
		if (near !== undefined) expect(error.message).toContain(near);
		if (!named) return expectNothingHappened();
		expect(upstream.chats()).toHaveLength(1);
		await recorded(1);
	});

	it("is none of the listed ones either", async () => {
		const response = await gateway.call("GET", "/v1/models/model-zzz");

		expect(response.status).toBe(404);
		expect((await clientError(response)).code).toBe("model_not_found");
	});
});

describe("a key that does not open", () => {
	it.each([
		["none", {}, "authentication_required"],
		["none after Bearer", { authorization: "Bearer " }, "authentication_required"],
		["another", { authorization: "Bearer sr_local_nobodyhasthiskey" }, "invalid_api_key"],
		["another of the right length", { authorization: `Bearer ${"x".repeat(31)}` }, "invalid_api_key"],
		["a huge one", { authorization: `Bearer ${"x".repeat(8000)}` }, "invalid_api_key"],
		["another in x-api-key", { "x-api-key": "sk-what" }, "invalid_api_key"],
		["basic", { authorization: "Basic dGVzdDp0ZXN0" }, "authentication_required"],
	])("is refused in both APIs: %s", async (_, headers, code) => {
		const options = { headers: headers as Record<string, string> };
		const chat = await fetch(`${gateway.url}/v1/chat/completions`, { ...options, method: "POST", body: JSON.stringify(hello) });
		const admin = await fetch(`${gateway.url}/admin/accounts`, options);

		expect([chat.status, admin.status]).toEqual([401, 401]);
		expect(chat.headers.get("www-authenticate")).toBe("Bearer");
		expect((await clientError(chat)).code).toBe(code);
		expect((await adminError(admin)).code).toBe(code);
		expectNothingHappened();
	});

	it("is refused before its body is judged", async () => {
		const response = await fetch(`${gateway.url}/v1/chat/completions`, { method: "POST", body: "{" });

		expect(response.status).toBe(401);
	});
});

describe("an oversized body", () => {
	it("of a chat is refused with 413 in OpenAI's form", async () => {
		const response = await gateway.chat(Buffer.alloc(33 * megabyte, "x"));

		expect(response.status).toBe(413);
		expect((await clientError(response)).code).toBe("request_too_large");
		expectNothingHappened();
	});

	it.each([1, 33])("of an admin's call is refused with 413 in the admin form: %s MB", async (size) => {
		const response = await gateway.call("POST", "/admin/accounts", Buffer.alloc(size * megabyte, "x"));

		expect(response.status).toBe(413);
		expect((await adminError(response)).code).toBe("request_too_large");
		expectNothingHappened();
	});

	it("just within the limit is read", async () => {
		const body = JSON.stringify({ ...hello, messages: [{ role: "user", content: "x".repeat(20 * megabyte) }] });

		const response = await gateway.chat(body);

		expect(response.status).toBe(200);
		await response.text();
		await recorded(2);
	});
});

describe("a hostile label", () => {
	it.each(["../", "..", "a\nb", "x".repeat(10_000), "👩‍🚀", "", "a/b", "a:b", "__proto__"])("links nothing: %j", async (label) => {
		const response = await gateway.call("POST", "/admin/accounts", { provider: "fake", method: "api_key", apiKey: "sk-x", label });

		expect(response.status).toBe(400);
		expect((await adminError(response)).param).toBe("label");
		expectNothingHappened();
	});
});

describe("a field nobody knows", () => {
	it.each([
		["POST", "/admin/accounts", { provider: "fake", method: "api_key", apiKey: "sk-x", colour: 1 }, "colour"],
		["PATCH", "/admin/accounts/fake:a", { colour: 1 }, "colour"],
		["PATCH", "/admin/pools/fake", { colour: 1 }, "colour"],
		["PATCH", "/admin/pools/fake", { affinity: { enabled: true, ttlSeconds: 60, colour: 1 } }, "affinity.colour"],
		["PUT", "/admin/providers/other", { protocol: "openai-chat", baseUrl: "https://x.example", colour: 1 }, "colour"],
		["PUT", "/admin/routing", { colour: {} }, "colour"],
		["PUT", "/admin/accounts/fake:a/cooldowns/*", { seconds: 5, colour: 1 }, "colour"],
		["POST", "/admin/keys", { name: "x", scopes: ["proxy"], colour: 1 }, "colour"],
		["POST", "/admin/accounts/fake:a/credential", { apiKey: "sk-x", colour: 1 }, "colour"],
		["GET", "/admin/accounts?colour=1", undefined, "colour"],
	])("is refused and named in the admin API: %s %s %j", async (method, path, body, param) => {
		const response = await gateway.call(method, path, body);

		expect(response.status).toBe(400);
		expect((await adminError(response)).param).toBe(param);
		expectNothingHappened();
	});

	it("goes through to an OpenAI-compatible provider byte for byte", async () => {
		const body = `{ "colour":1e2,"model" : "fake/model-x",\n\t"messages":[{"role":"user","content":"h\\u00ef \\ud83d\\ude80 ä","mood":[1.0]}], "deep":{"a":{"b":[null,"é"]}} , "n_ested":"x"}`;

		const response = await gateway.chat(body);

		expect(response.status).toBe(200);
		expect(upstream.chats()[0]?.body).toBe(body.replace("fake/model-x", "model-x"));
		await recorded(3);
	});
});

describe("a place that is not there", () => {
	it.each([
		["GET", "/v1/chat/completions", "POST"],
		["DELETE", "/v1/models", "GET"],
		["DELETE", "/v1/chat/completions", "POST"],
		["PUT", "/admin/accounts", "GET, POST"],
		["POST", "/health", "GET"],
		["OPTIONS", "/v1/chat/completions", "POST"],
	])("a method that is not known there is told: %s %s", async (method, path, allow) => {
		const response = await gateway.call(method, path);

		expect(response.status).toBe(405);
		expect(response.headers.get("allow")).toBe(allow);
		expect((await clientError(response)).code).toBe("method_not_allowed");
		expectNothingHappened();
	});

	it.each(["/v1/nothing", "/v1", "/admin/nothing", "/nothing", "//", "/%00", "/v1/chat/completions/", "/%2e%2e/etc/passwd"])(
		"%s is 404 in JSON",
		async (path) => {
			const response = await gateway.call("GET", path);

			expect(response.status).toBe(404);
			expect((await clientError(response)).code).toBe("not_found");
			expectNothingHappened();
		},
	);

	it.each([
		["/v1/nothing", {}, { error: { type: "invalid_request_error", code: "not_found" } }],
		["/v1/nothing", { "anthropic-version": "2023-06-01" }, { type: "error", error: { type: "not_found_error" } }],
		["/v1beta/nothing", {}, { error: { code: 404, status: "NOT_FOUND" } }],
		["/admin/nothing", {}, { error: { code: "not_found", requestId: expect.stringMatching(/^req_/) } }],
	])("%s is told as those who ask there understand it: %j", async (path, headers, expected) => {
		const response = await gateway.call("POST", path, {}, headers);

		expect(response.status).toBe(404);
		expect(await response.json()).toMatchObject(expected);
	});
});
