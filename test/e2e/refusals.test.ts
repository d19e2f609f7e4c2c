import { describe, expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const minute = 60_000;

const { gateway, upstream, time } = await gatewayForEach({ frozen: true });

const link = (...labels: string[]): Promise<void> =>
	gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["model-x"] }, labels);

const account = (label: string) => gateway.admin("GET", `/admin/accounts/fake:${label}`);
const banned = { status: 403, body: { error: { message: "This account is banned." } } };

describe("what the client wrote and the provider quotes is held against no account", () => {
	const openai = (message: string, param: string | null, code: string | null) => ({
		error: { message, type: "invalid_request_error", param, code },
	});
	const refused: readonly (readonly [string, object, number, object])[] = [
		[
			"a field name",
			{ "invalid api key": 1 },
			400,
			openai("Unknown parameter: 'invalid api key'.", "invalid api key", "unknown_parameter"),
		],
		[
			"a value",
			{ service_tier: "API key not valid. Please pass a valid API key." },
			400,
			openai("API key not valid. Please pass a valid API key. is no tier", null, null),
		],
		["words of billing", { user: "Your credit balance is too low" }, 400, openai("Your credit balance is too low: too long", null, null)],
		[
			"an error as it would be",
			{ '{"error":{"code":"account_deactivated"}}': 1 },
			422,
			openai('{"error":{"code":"account_deactivated"}}', null, null),
		],
		["a conversation that is gone", {}, 404, openai("Conversation with id 'conv_1' not found.", null, null)],
		["a file of somebody else", {}, 403, openai("You do not have permission to access the File abc or it may not exist.", null, null)],
	];

	it.each(refused)("%s", async (_what, fields, status, body) => {
		await link("a", "b");
		for (const label of ["a", "b"]) upstream.script(keyOf(label), { status, body: { ...body } });

		const response = await gateway.chat({ ...hello, ...fields });

		expect([response.status, response.headers.get("x-smart-router-attempts")]).toEqual([status, "1"]);
		expect(await response.json()).toEqual(body);
		for (const label of ["a", "b"]) expect(await account(label)).toMatchObject({ status: "verified", cooldowns: [], consecutiveErrors: 0 });
	});
});

describe("an account that the provider refuses", () => {
	it("is shown as Error with the provider's words while it rests", async () => {
		await link("a");
		upstream.script(keyOf("a"), banned);

		await gateway.chat(hello);

		expect(await account("a")).toMatchObject({
			status: "error",
			state: "error",
			statusMessage: "This account is banned.",
			consecutiveErrors: 1,
		});
		expect(await gateway.admin("GET", "/admin/pools/fake")).toMatchObject({ counts: { error: 1, cooldown: 0 } });
		time.now += 30 * minute;
		upstream.reset();
		expect((await gateway.chat(hello)).status).toBe(200);
		expect(await account("a")).toMatchObject({ status: "verified", consecutiveErrors: 0 });
	});

	it.each([
		["banned", banned],
		["without credit", { status: 402, body: { error: { message: "Insufficient Balance" } } }],
		["without the model", { status: 404 }],
	])("answers 503 with what to do where it is the only one: %s", async (_why, behaviour) => {
		await link("a");
		upstream.script(keyOf("a"), behaviour);

		const first = await gateway.chat(hello);
		const second = await gateway.chat(hello);

		expect([first.status, second.status]).toEqual([503, 503]);
		expect([first.headers.get("retry-after"), second.headers.get("retry-after")]).toEqual([null, null]);
		for (const response of [first, second]) {
			expect(await response.json()).toMatchObject({
				error: { code: "no_account_available", message: expect.stringContaining("GET /admin/accounts") },
			});
		}
	});

	it("leaves the 429 to those that are limited", async () => {
		await link("a", "b");
		upstream.script(keyOf("a"), { status: 429, headers: { "retry-after": "900" } });
		upstream.script(keyOf("b"), banned);

		const response = await gateway.chat(hello);

		expect([response.status, response.headers.get("retry-after")]).toEqual([429, "900"]);
	});

	it.each([
		["verification", "/verify", undefined],
		["new key", "/credential", { apiKey: "sk-fake-new" }],
	])("is back at once after a %s; a limit stays", async (_what, path, body) => {
		await link("a", "b");
		upstream.script(keyOf("a"), banned);
		upstream.script(keyOf("b"), { status: 429, headers: { "retry-after": "90" } });
		await gateway.chat(hello);
		upstream.reset();

		const mended = await gateway.admin("POST", `/admin/accounts/fake:a${path}`, body);
		const limited = await gateway.admin("POST", `/admin/accounts/fake:b${path}`, body);

		expect(mended).toMatchObject({ status: "verified", statusMessage: null, consecutiveErrors: 0, cooldowns: [] });
		expect(limited.cooldowns).toHaveLength(1);
		expect((await gateway.chat(hello)).headers.get("x-smart-router-profile")).toBe("fake:a");
	});
});

describe("an answer that no account gave", () => {
	const headersOf = (response: Response) =>
		["provider", "model", "profile", "attempts"].map((name) => response.headers.get(`x-smart-router-${name}`));

	it("says who was asked last, or would have been first", async () => {
		await link("a");
		upstream.script(keyOf("a"), { status: 429, headers: { "retry-after": "900" } });

		const asked = await gateway.chat(hello);
		const resting = await gateway.chat(hello);
		const forced = await gateway.chat(hello, { "x-smart-router-profile": "fake:a" });

		expect(headersOf(asked)).toEqual(["fake", "model-x", "fake:a", "1"]);
		expect(headersOf(resting)).toEqual(["fake", "model-x", null, "0"]);
		expect(headersOf(forced)).toEqual(["fake", "model-x", "fake:a", "0"]);
	});

	it.each([
		["/v1/chat/completions", hello],
		["/v1/messages", { ...hello, max_tokens: 9 }],
		["/v1/responses", { model: hello.model, input: "hi" }],
		["/v1beta/models/fake%2Fmodel-x:generateContent", { contents: [{ parts: [{ text: "hi" }] }] }],
	])("tells whole seconds when the caller's own key is at its limit: %s", async (path, body) => {
		await link("a");
		const { key } = await gateway.admin<{ key: string }>("POST", "/admin/keys", { name: "k", scopes: ["proxy"], requestsPerMinute: 1 });
		time.now += 12_345;
		const ask = () => gateway.call("POST", path, body, { authorization: `Bearer ${key}` });
		await (await ask()).text();

		const refused = await ask();

		expect(refused.status).toBe(429);
		expect(refused.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
	});
});
