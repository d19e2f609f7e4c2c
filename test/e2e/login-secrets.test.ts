import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { makeFolder, removeFolder } from "../support/gateway.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { createPerson } from "../support/person.ts";
import { type ScriptedServer, startScriptedServer } from "../support/scripted-server.ts";
import { bytesOf } from "../support/stored.ts";

/** What an authorization server gives out and what is given to it. */
const canaries = {
	accessToken: "canary-access-token-11aa",
	refreshToken: "canary-refresh-token-22bb",
	renewedAccess: "canary-renewed-access-33cc",
	renewedRefresh: "canary-renewed-refresh-44dd",
	idToken: "canary-id-token-55ee",
	code: "canary-code-66ff",
	refusedCode: "canary-refused-code-77aa",
	deviceCode: "canary-device-code-88bb",
	clientSecret: "canary-client-secret-99cc",
} as const;

let upstream: FakeUpstream;
let server: ScriptedServer;
let folder: string;
let gateway: GatewayProcess;
const told: string[] = [];

beforeAll(async () => {
	[upstream, server] = await Promise.all([startFakeUpstream(), startScriptedServer()]);
	folder = makeFolder();
	gateway = await startGatewayProcess(folder, { LOG_LEVEL: "DEBUG", POWERTOOLS_LOGGER_LOG_EVENT: "true" });
});
afterAll(async () => {
	await gateway.kill("SIGKILL");
	removeFolder(folder);
	await Promise.all([upstream.close(), server.close()]);
});

async function call<Shape = { id: string; authorizeUrl: string; redirectUri: string }>(
	method: string,
	path: string,
	body?: unknown,
): Promise<Shape> {
	const response = await gateway.call(method, path, body);
	const text = await response.text();
	told.push(JSON.stringify([...response.headers]), text);
	return (text === "" ? {} : JSON.parse(text)) as Shape;
}

/** A refusal that quotes everything it was sent. */
const quoting = (status: number, error: string) => ({ status, body: { error }, quotes: true });
const granted = (access: string, refresh: string) => ({
	body: { access_token: access, refresh_token: refresh, id_token: canaries.idToken, token_type: "Bearer", expires_in: 3600 },
});

/** A hosted login up to the callback with this code; the page that the person sees. */
async function hosted(code: string, label: string): Promise<string> {
	const login = await call("POST", "/admin/logins", { provider: "corp", method: "oauth", label });
	const person = createPerson((url) => url.startsWith(server.origin));
	const confirmed = await person.submit(await person.open(login.authorizeUrl));
	const provider = new URL(/<a class="act" href="([^"]+)"/.exec(confirmed.body)?.[1]?.replaceAll("&amp;", "&") ?? "");
	const page = await person.open(`${login.redirectUri}?${new URLSearchParams({ code, state: provider.searchParams.get("state") ?? "" })}`);
	told.push(confirmed.body, page.body);
	await call("GET", `/admin/logins/${login.id}`);
	return page.body;
}

it("no token, code or client secret is told, logged or stored in clear", async () => {
	await call("PUT", "/admin/providers/corp", { protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["m"] });
	const client = {
		...{
			clientId: "mine",
			clientSecret: canaries.clientSecret,
			authorizeUrl: `${server.origin}/authorize`,
			tokenUrl: `${server.origin}/token`,
		},
		...{ userinfoUrl: `${server.origin}/me`, revokeUrl: `${server.origin}/revoke`, scopes: ["a"] },
	};
	await call("PUT", "/admin/providers/corp/oauth-client", client);
	await call("GET", "/admin/providers/corp");
	server.script("/me", { body: { sub: "1", email: "ann@example.com", token: canaries.accessToken } });

	// Links, serves calls, verifies, is listed.
	server.script("/token", granted(canaries.accessToken, canaries.refreshToken));
	const linked = await hosted(canaries.code, "work");
	await call("POST", "/v1/chat/completions", { model: "corp/m", messages: [{ role: "user", content: "hi" }] });
	await call("POST", "/admin/accounts/corp:work/verify");

	// The provider refuses the token, which is renewed.
	upstream.script(canaries.accessToken, { status: 401, body: { error: { message: `no ${canaries.accessToken}` } } });
	server.script("/token", granted(canaries.renewedAccess, canaries.renewedRefresh));
	await call("POST", "/v1/chat/completions", { model: "corp/m", messages: [{ role: "user", content: "hi" }] });

	// Refusals that quote everything, in every way a login goes.
	for (const [status, error] of [
		[400, "invalid_grant"],
		[401, "invalid_client"],
		[400, "invalid_scope"],
		[403, "access_denied"],
		[500, "server_error"],
		[400, "odd"],
	] as const) {
		server.script("/token", quoting(status, error));
		await hosted(canaries.refusedCode, `no-${error.replace("_", "-")}`);
	}
	await call("PUT", "/admin/providers/corp/oauth-client", { ...client, deviceUrl: `${server.origin}/device` });
	server.script("/device", quoting(400, "invalid_client"), {
		body: {
			device_code: canaries.deviceCode,
			user_code: "WDJB-MJHT",
			verification_uri: `${server.origin}/d`,
			expires_in: 600,
			interval: 1,
		},
	});
	await call("POST", "/admin/logins", { provider: "corp", method: "device" });
	await call("POST", "/admin/logins", { provider: "corp", method: "device" });

	// Wrong input that holds them.
	const other = await call("POST", "/admin/logins", { provider: "corp", method: "oauth", label: "other" });
	await call("POST", `/admin/logins/${other.id}/callback`, { callback: `${canaries.refusedCode}#state` });
	await call("POST", `/admin/logins/${other.id}/callback`, { callback: canaries.refusedCode, code: canaries.refusedCode });
	await call("PUT", "/admin/providers/corp/oauth-client", { ...client, clientSecret: `${canaries.clientSecret} ${canaries.clientSecret}` });

	for (const path of ["/admin/accounts", "/admin/providers", "/admin/audit?limit=100", "/admin/requests?limit=100"])
		await call("GET", path);
	const store = join(folder, "store");
	const atWork = bytesOf(store);
	server.script("/revoke", quoting(400, "unsupported_token_type"));
	await call("DELETE", "/admin/accounts/corp:work");
	expect(await gateway.kill("SIGTERM")).toBe(0);

	const places = {
		answers: Buffer.from(told.join("\n")),
		log: Buffer.from(gateway.output()),
		"store at work": atWork,
		store: bytesOf(store),
	};
	const leaks = Object.entries(places).flatMap(([place, bytes]) =>
		Object.entries(canaries).flatMap(([name, text]) => (bytes.includes(text) ? [`${name} in ${place}`] : [])),
	);
	expect(linked).toContain("corp:work");
	expect(server.asked.some(({ body }) => body.includes(canaries.clientSecret))).toBe(true);
	expect(server.asked.find(({ path }) => path === "/revoke")?.body).toContain(canaries.renewedRefresh);
	expect(upstream.calls(canaries.renewedAccess).length).toBeGreaterThan(0);
	expect(leaks).toEqual([]);
});
