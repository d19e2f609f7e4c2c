import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let cookie: string;
beforeAll(async () => {
	gateway = await startTestGateway();
	const signedIn = await gateway.call("POST", "/admin/session");
	cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
});
afterAll(() => gateway.close());

const call = (method: string, path: string, headers: Record<string, string> = {}) =>
	fetch(gateway.url + path, { method, headers: { cookie, ...headers } });

describe("a page's session on a laptop", () => {
	it("has a plain name, because browsers refuse the other over http", async () => {
		const { headers } = await gateway.call("POST", "/admin/session");

		expect(headers.get("set-cookie")).toMatch(/^sr=\w{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
	});

	it("counts on the admin API and nowhere else", async () => {
		expect((await call("GET", "/admin/accounts")).status).toBe(200);
		for (const path of ["/v1/models", "/v1beta/models"]) expect((await call("GET", path)).status).toBe(401);
		for (const path of ["/v1/chat/completions", "/v1/messages", "/v1beta/models/x:generateContent"]) {
			expect((await call("POST", path, { origin: gateway.url, "x-smart-router-page": "1" })).status).toBe(401);
		}
	});

	it("changes things from its own origin only", async () => {
		const page = { origin: gateway.url, "x-smart-router-page": "1" };

		expect((await call("DELETE", "/admin/cooldowns", page)).status).toBe(200);
		expect((await call("DELETE", "/admin/cooldowns", { ...page, origin: "http://localhost:1" })).status).toBe(403);
		expect((await call("DELETE", "/admin/cooldowns")).status).toBe(403);
	});

	it("opens nothing to other sites: no answer allows a foreign origin", async () => {
		const preflight = await fetch(`${gateway.url}/admin/accounts`, {
			method: "OPTIONS",
			headers: {
				origin: "https://evil.example",
				"access-control-request-method": "POST",
				"access-control-request-headers": "x-smart-router-page",
			},
		});

		expect(preflight.status).toBe(405);
		expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
	});
});
