import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { makeFolder, removeFolder } from "../support/gateway.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { deadPage } from "../support/sign-in-at.ts";
import { bytesOf } from "../support/stored.ts";

const secrets = ["canary-access-1", "canary-access-2", "canary-refresh-1", "canary-refresh-2", "canary-client-secret", "canary-code"];

let upstream: FakeUpstream;
let folder: string;
let gateway: GatewayProcess;
const told: string[] = [];
/** A token endpoint that quotes what it refuses; every refresh after the first is refused. */
let grants = 0;
const tokens = createServer(async (request, response) => {
	const form = new URLSearchParams(await text(request));
	const refused = { error: "invalid_grant", error_description: `${form.get("refresh_token")} of ${form.get("client_secret")} is over` };
	grants += 1;
	const granted = {
		access_token: `canary-access-${grants}`,
		refresh_token: `canary-refresh-${grants}`,
		token_type: "bearer",
		expires_in: 3600,
	};
	response.writeHead(grants > 2 ? 400 : 200, { "content-type": "application/json" }).end(JSON.stringify(grants > 2 ? refused : granted));
});

beforeAll(async () => {
	upstream = await startFakeUpstream();
	folder = makeFolder();
	gateway = await startGatewayProcess(folder, { LOG_LEVEL: "DEBUG", POWERTOOLS_LOGGER_LOG_EVENT: "true" });
	await new Promise<void>((resolve) => tokens.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
	tokens.close();
	await gateway.kill("SIGKILL");
	removeFolder(folder);
	await upstream.close();
});

async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
	const response = await gateway.call(method, path, body);
	const said = await response.text();
	told.push(JSON.stringify([...response.headers]), said);
	return said === "" ? {} : JSON.parse(said);
}

const chat = () => call("POST", "/v1/chat/completions", { model: "corp/m", messages: [{ role: "user", content: "Hi" }] });
/** How the provider refuses a token: with the token in its words. */
const quoting = (token: string) => ({
	status: 401,
	body: { error: { type: "invalid_request_error", message: `Token ${token} is over`, code: null } },
});

it("a login's secrets are in no answer, no log line and no file, whatever the provider quotes", async () => {
	const address = `http://127.0.0.1:${(tokens.address() as AddressInfo).port}`;
	await call("PUT", "/admin/providers/corp", { protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["m"] });
	await call("PUT", "/admin/providers/corp/oauth-client", {
		...{ clientId: "ours", clientSecret: "canary-client-secret", redirectUri: deadPage },
		...{ authorizeUrl: `${address}/authorize`, tokenUrl: `${address}/token`, scopes: ["all"] },
	});
	const login = await call("POST", "/admin/logins", { provider: "corp", method: "oauth" });
	const state = new URL(String(login["authorizeUrl"])).searchParams.get("state");
	const linked = await call("POST", `/admin/logins/${login["id"]}/callback`, { callback: `canary-code#${state}` });
	const profile = `/admin/accounts/${encodeURIComponent(String(linked["profileId"]))}`;
	upstream.script("canary-access-1", quoting("canary-access-1"));
	const renewed = await chat();
	upstream.script("canary-access-2", quoting("canary-access-2"));
	const ended = await chat();
	const account = await call("GET", profile);
	await call("POST", `${profile}/verify`);
	await call("GET", "/admin/audit");
	await call("GET", "/admin/requests");

	expect(linked).toMatchObject({ status: "completed" });
	expect(renewed).toHaveProperty("choices");
	expect(ended).toMatchObject({ error: { code: "no_account_available" } });
	expect(account).toMatchObject({ status: "expired", statusMessage: expect.stringContaining("[secret]") });
	for (const secret of secrets) {
		expect(told.join("\n"), "answers").not.toContain(secret);
		expect(gateway.output(), "log").not.toContain(secret);
		expect(bytesOf(folder), "files").not.toContain(secret);
	}
});
