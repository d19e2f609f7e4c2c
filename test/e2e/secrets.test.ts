import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, makeFolder, removeFolder } from "../support/gateway.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { bytesOf } from "../support/stored.ts";

/** Keys as vendors make them, and as nobody would recognise them. */
const keys = {
	plain: "canary-plain-key-7f",
	vendor: "sk-proj-canaryVENDORkey0000111122223333",
	replaced: "canary-replaced-key-2b",
	refused: "canary-refused-key-9c",
} as const;
const prompt = "canary prompt about zebras";
const answer = "canary answer about giraffes";
const argument = "canary-argument-okapi";
const toolCall = { id: "call_1", type: "function", function: { name: "look_up", arguments: JSON.stringify({ animal: argument }) } };
const messages = [
	{ role: "user", content: prompt },
	{ role: "assistant", content: null, tool_calls: [toolCall] },
	{ role: "tool", tool_call_id: "call_1", content: answer },
];

let upstream: FakeUpstream;
let folder: string;
let gateway: GatewayProcess;
/** Every answer's headers and body, but for the bodies of answered chats, which are the provider's answer to the client. */
const told: string[] = [];
/** The same without what a provider said to the client that asked it. */
const toldToOthers: string[] = [];

beforeAll(async () => {
	upstream = await startFakeUpstream({ rules: false });
	folder = makeFolder();
	gateway = await startGatewayProcess(folder, { LOG_LEVEL: "DEBUG", POWERTOOLS_LOGGER_LOG_EVENT: "true" });
});
afterAll(async () => {
	await gateway.kill("SIGKILL");
	removeFolder(folder);
	await upstream.close();
});

async function call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<string> {
	const response = await gateway.call(method, path, body, headers);
	const text = await response.text();
	const head = JSON.stringify([...response.headers]);
	const asked = Number(response.headers.get("x-smart-router-attempts") ?? 0) > 0;
	if (!asked) toldToOthers.push(head, text);
	told.push(head, ...(asked && response.status === 200 ? [] : [text]));
	return text;
}

const chat = (model: string, extra: object = {}): Promise<string> => call("POST", "/v1/chat/completions", { model, messages, ...extra });

/** One account of a provider of its own, so that a test chooses whom it asks by the model's name. */
async function link(provider: string, apiKey: string, protocol = "openai-chat"): Promise<void> {
	const baseUrl = protocol === "openai-chat" ? `${upstream.origin}/v1` : upstream.origin;
	await call("PUT", `/admin/providers/${provider}`, { protocol, baseUrl, models: ["m"] });
	await call("POST", "/admin/accounts", { provider, method: "api_key", apiKey, label: "a" });
}

/** A failure in which the provider quotes the key, and what it was asked. */
const quoting = (key: string, status: number, type: string, asked = "") => ({
	status,
	headers: { "x-request-id": "req_1", "x-echo": key, "set-cookie": `session=${key}` },
	body: { error: { type, code: type, param: null, message: `Key ${key} failed on: ${asked}` } },
});
const conversation = `${prompt} / ${answer} / ${argument}`;

/** `name in place` for every text that was found where it must not be. */
const leaksOf = (texts: Readonly<Record<string, string>>, places: Readonly<Record<string, Buffer>>): string[] =>
	Object.entries(places).flatMap(([place, bytes]) =>
		Object.entries(texts).flatMap(([name, text]) => (bytes.includes(text) ? [`${name} in ${place}`] : [])),
	);

it("no secret and nothing said is told, logged or stored", async () => {
	const made = JSON.parse(await call("POST", "/admin/keys", { name: "ci", scopes: ["admin"] })) as { key: string };
	told.length = 0;
	await link("plain", keys.plain);
	await link("vendor", keys.vendor);
	await link("claude-like", keys.plain, "anthropic-messages");
	await call("PUT", "/admin/routing", { auto: ["plain/m", "vendor/m", "claude-like/m"] });

	// Success, whole and streamed, passed through and translated.
	for (const model of ["plain/m", "vendor/m", "claude-like/m", "auto"]) for (const stream of [false, true]) await chat(model, { stream });
	await call("POST", "/v1/chat/completions", { model: "plain/m", messages }, { authorization: `Bearer ${made.key}` });

	// Failures of every kind, the provider quoting all it was sent.
	for (const [provider, key] of [
		["plain", keys.plain],
		["vendor", keys.vendor],
		["claude-like", keys.plain],
	] as const) {
		for (const [status, type] of [
			[400, "invalid_request_error"],
			[422, "unprocessable"],
			[404, "not_found_error"],
			[429, "rate_limit_error"],
			[500, "server_error"],
			[503, "overloaded_error"],
			[403, "permission_error"],
			[401, "authentication_error"],
		] as const) {
			for (const stream of [false, true]) {
				upstream.script(key, quoting(key, status, type, conversation));
				await chat(`${provider}/m`, { stream });
				await call("GET", `/admin/accounts/${provider}:a`);
				await call("DELETE", `/admin/accounts/${provider}:a/cooldowns`);
			}
		}
		upstream.script(key, { ...quoting(key, 401, "authentication_error"), on: "all" });
		await call("POST", `/admin/accounts/${provider}:a/verify`);
		upstream.script(key);
		await call("POST", `/admin/accounts/${provider}:a/verify`);
		upstream.script(key, { status: 200, body: `<html>${key} ${prompt}</html>` });
		await chat(`${provider}/m`);
		upstream.script(key, { firstEventError: `${key} ${prompt}` });
		await chat(`${provider}/m`, { stream: true });
		upstream.script(key, { refuse: true });
		await chat(`${provider}/m`);
		upstream.script(key);
	}
	upstream.script(keys.plain, { errorAfter: 3 });
	await chat("plain/m", { stream: true });
	upstream.script(keys.plain);

	// Admin calls, right and wrong.
	const body = { provider: "plain", method: "api_key" };
	upstream.script(keys.refused, { ...quoting(keys.refused, 401, "authentication_error"), on: "all" });
	await call("POST", "/admin/accounts", { ...body, apiKey: keys.refused, label: "no" });
	await call("POST", "/admin/accounts", { ...body, apiKey: keys.refused, [keys.refused.replaceAll("-", "")]: keys.refused });
	await call("POST", "/admin/accounts", { ...body, apiKey: `${keys.refused} ${keys.refused}` });
	await call("POST", "/admin/accounts", `{"apiKey":"${keys.refused}"`);
	await call("POST", "/admin/accounts/plain:a/credential", { apiKey: keys.refused });
	await call("POST", "/admin/accounts/plain:a/credential", { apiKey: keys.replaced });
	await chat("plain/m");

	// The client's own mistakes.
	await call("POST", "/v1/chat/completions", `{"model":"plain/m","messages":"${prompt}" oops`);
	await call("POST", "/v1/chat/completions", { model: "plain/m", messages: [{ role: prompt, content: answer }] });
	await call("POST", "/v1/chat/completions", { model: "plain/m", messages, temperature: argument, api_key: keys.plain });
	await call("POST", "/v1/chat/completions", { model: "plain/m", messages }, { authorization: `Bearer ${keys.plain}` });
	await call("GET", `/v1/models?key=${made.key}`, undefined, { authorization: "" });
	await call("GET", `/admin/accounts?colour=${made.key}`, undefined, { authorization: `Bearer ${made.key}` });

	for (const path of [
		"/admin/accounts",
		"/admin/accounts/plain:a",
		"/admin/pools",
		"/admin/pools/plain",
		"/admin/pools/plain/explain?model=m",
		"/admin/providers",
		"/admin/routing",
		"/admin/keys",
		"/admin/requests?limit=100",
		"/admin/audit?limit=100",
		"/v1/models",
		"/openapi.json",
		"/health",
		"/",
	]) {
		await call("GET", path);
	}

	const store = join(folder, "store");
	const atWork = bytesOf(store);
	expect(await gateway.kill("SIGTERM")).toBe(0);
	const output = gateway.output();
	const kept = { log: Buffer.from(output), "store at work": atWork, store: bytesOf(store) };
	const leaks = [
		...leaksOf({ ...keys, made: made.key, admin: adminKey }, { ...kept, answers: Buffer.from(told.join("\n")) }),
		...leaksOf({ prompt, answer, argument }, { ...kept, answers: Buffer.from(toldToOthers.join("\n")) }),
	];

	expect(leaks).toEqual([]);
	expect(output).toContain('"message":"request"');
	expect(upstream.chats(keys.vendor).length).toBeGreaterThan(10);
	for (const key of [made.key, adminKey]) expect(kept.store.includes(createHash("sha256").update(key).digest("hex"))).toBe(true);
});
