import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../packages/local/src/gateway.ts";
import { readOptions } from "../../packages/local/src/options.ts";
import { gatewayEnv, makeFolder, removeFolder } from "../support/gateway.ts";
import { startGatewayProcess } from "../support/gateway-process.ts";

let folder: string;
let gateway: Gateway | undefined;

beforeEach(() => {
	folder = makeFolder();
});
afterEach(async () => {
	await gateway?.stop();
	gateway = undefined;
	removeFolder(folder);
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<Gateway> {
	gateway = await startGateway(readOptions(["--no-sandbox"], { ...gatewayEnv(folder), SMART_ROUTER_ADMIN_KEY: "", ...env }, folder));
	return gateway;
}

describe("a first start that fails", () => {
	let other: Server;
	beforeEach(async () => {
		other = createServer().listen(0, "127.0.0.1");
		await once(other, "listening");
	});
	afterEach(() => other.close());

	it("because the port is taken leaves the key to the next one, which shows it and tells the CLI", async () => {
		const { port } = other.address() as AddressInfo;

		await expect(start({ PORT: String(port) })).rejects.toThrow("EADDRINUSE");
		const { start: started, url } = await start();
		const known = await fetch(`${url}/admin/accounts`, { headers: { authorization: `Bearer ${started.newKey}` } });

		expect(started.newKey).toMatch(/^sr_local_/);
		expect(known.status).toBe(200);
		expect(JSON.parse(readFileSync(join(folder, "config", "smart-router", "config.json"), "utf8"))).toEqual({ url, key: started.newKey });
	});

	it("because of its certificate does so too", async () => {
		const missing = { TLS_CERT: join(folder, "no.pem"), TLS_KEY: join(folder, "no.key") };

		await expect(start(missing)).rejects.toThrow("ENOENT");

		expect((await start()).start.newKey).toMatch(/^sr_local_/);
	});
});

it("says how to import an older router's file, keeps its own store beside it, and touches nothing", async () => {
	const file = join(folder, "auth-store.json");
	writeFileSync(file, '{"version":1,"profiles":{}}');

	const process = await startGatewayProcess(folder, { SMART_ROUTER_AUTH_STORE: file });
	await process.kill("SIGTERM");

	expect(process.output()).toContain(`npx smart-router import ${file}`);
	expect(readFileSync(file, "utf8")).toBe('{"version":1,"profiles":{}}');
	expect(existsSync(`${file}.db`)).toBe(true);
});

describe("a stranger", () => {
	const headOf = (path: string, headers = "") =>
		`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}Content-Length: ${30 * 1024 * 1024}\r\n\r\nno more comes`;

	it.each([
		["without a key", "/v1/chat/completions", "", 401],
		["with a key that nobody knows", "/v1/messages", "x-api-key: sk-nobody-knows-this-key\r\n", 401],
		["without a key, at the admin API", "/admin/accounts", "", 401],
		["at an address that is none", "/v1/nothing", "", 404],
	])("%s is answered before his body is there", async (_who, path, headers, status) => {
		const { url } = await start();
		const socket = connect(Number(new URL(url).port), "127.0.0.1");
		const answer = once(socket, "data");

		socket.write(headOf(path, headers));

		expect(String(await answer)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
		socket.destroy();
	});

	it("brings the form of a login, and no more", async () => {
		const { url } = await start();
		const send = (body: string) =>
			fetch(`${url}/device`, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } });

		expect((await send("code=")).status).toBe(200);
		expect((await send("x".repeat(100_000))).status).toBe(413);
	});
});

it("whoever presents a key brings 32 MB at most", async () => {
	const { url, start: started } = await start();
	const send = (bytes: number) =>
		fetch(`${url}/v1/chat/completions`, {
			method: "POST",
			body: JSON.stringify({ model: "openai/none", messages: [{ role: "user", content: "x".repeat(bytes) }] }),
			headers: { authorization: `Bearer ${started.newKey}`, "content-type": "application/json" },
		});

	expect((await send(1_000_000)).status).not.toBe(413);
	expect((await send(33 * 1024 * 1024)).status).toBe(413);
});
