import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

const hello = JSON.stringify({ model: "auto", messages: [{ role: "user", content: "Say hi" }] });

/** A request with these headers alone, as curl sends it: `fetch` would add and forbid some. */
async function send(gateway: TestGateway, method: string, path: string, headers: Record<string, string> = {}, body = "") {
	const { port } = new URL(gateway.url);
	return new Promise<{ status: number; body: string }>((resolve, reject) => {
		const outgoing = request({ host: "127.0.0.1", port, method, path, headers: { "content-length": Buffer.byteLength(body), ...headers } });
		outgoing.on("response", async (response) => resolve({ status: response.statusCode ?? 0, body: await text(response) }));
		outgoing.on("error", reject);
		outgoing.end(body);
	});
}

const curl = (gateway: TestGateway, headers: Record<string, string> = {}) =>
	send(gateway, "POST", "/v1/chat/completions", { "content-type": "application/json", ...headers }, hello);

describe("with --open", () => {
	let gateway: TestGateway;
	beforeAll(async () => {
		gateway = await startTestGateway({ sandbox: true, flags: ["--open"] });
	});
	afterAll(() => gateway.close());

	it("the specification's curl works without a key", async () => {
		const { status, body } = await curl(gateway);

		expect(status).toBe(200);
		expect(JSON.parse(body)).toMatchObject({
			object: "chat.completion",
			choices: [{ message: { role: "assistant", content: expect.stringContaining("Say hi") } }],
		});
		expect((await send(gateway, "GET", "/v1/models")).status).toBe(200);
	});

	it("a key that is sent must be right all the same", async () => {
		expect((await curl(gateway, { authorization: "Bearer sr_local_wrong" })).status).toBe(401);
	});

	it.each(["localhost", "127.0.0.1", "[::1]"])("is served under the name %s and to its own pages", async (name) => {
		const host = `${name}:${new URL(gateway.url).port}`;

		expect((await curl(gateway, { host })).status).toBe(200);
		expect((await curl(gateway, { host, origin: `http://${host}` })).status).toBe(200);
	});

	it.each([
		"evil.example",
		"localhost.evil.example",
		"127.0.0.1.evil.example",
		"192.168.1.10:3403",
		"10.0.0.1",
		"localhost@evil.example",
		"%%%",
	])("a foreign Host is refused: %j", async (host) => {
		const { status, body } = await curl(gateway, { host });

		expect(status).toBe(403);
		expect(JSON.parse(body)).toMatchObject({ error: { type: "permission_error", code: "permission_denied" } });
	});

	it.each(["https://evil.example", "http://localhost:1", "http://localhost", "null", "file://", ""])(
		"a foreign Origin is refused: %j",
		async (origin) => {
			expect((await curl(gateway, { host: new URL(gateway.url).host, origin })).status).toBe(403);
		},
	);

	it.each([
		["GET", "/admin/accounts"],
		["POST", "/admin/keys"],
		["PUT", "/admin/routing"],
		["DELETE", "/admin/accounts/sandbox:work"],
	])("the admin API still needs a key: %s %s", async (method, path) => {
		const { status, body } = await send(gateway, method, path);

		expect(status).toBe(401);
		expect(JSON.parse(body)).toMatchObject({ error: { code: "authentication_required" } });
	});
});

describe("without --open", () => {
	let gateway: TestGateway;
	afterEach(() => gateway.close());

	it("the same curl is told to bring a key", async () => {
		gateway = await startTestGateway({ sandbox: true });

		const { status, body } = await curl(gateway);

		expect(status).toBe(401);
		expect(JSON.parse(body)).toMatchObject({
			error: { type: "authentication_error", code: "authentication_required", message: expect.stringContaining("Authorization: Bearer") },
		});
	});
});
