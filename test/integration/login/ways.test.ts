import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAuthorizationServer } from "../../support/authorization-server.ts";
import { createPerson } from "../../support/person.ts";
import { type Browser, type Login, type LoginStage, nextOf, openLoginStage, pathOf, returnOf } from "./stage.ts";

let stage: LoginStage;
beforeAll(async () => {
	stage = await openLoginStage();
});
afterAll(() => stage.close());

/** Makes a provider whose client has other addresses registered than the gateway's. */
async function provider(id: string, redirectUri: string, native = false) {
	const server = await startAuthorizationServer({ redirectUris: [redirectUri], native });
	await stage.ok("PUT", `/admin/providers/${id}`, { protocol: "openai-chat", baseUrl: `${stage.upstream.origin}/v1`, models: ["m"] });
	await stage.ok("PUT", `/admin/providers/${id}/oauth-client`, { ...server.oauthClient, redirectUri });
	return server;
}

const stoppingAt = (start: string) => createPerson((url) => url.startsWith(start));

const hand = (id: string, callback: string, key?: string) =>
	stage.call("POST", `/admin/logins/${id}/callback`, { headers: { host: "gw.example" }, body: { callback }, ...(key && { key }) });

describe("over a loopback address", () => {
	it("any port does where none is registered; the program hands the address over", async () => {
		const server = await provider("desk", "http://127.0.0.1/callback", true);

		const login = await stage.start({ provider: "desk", redirect: "loopback", redirectPort: 45_321 });
		const back = await returnOf(login.authorizeUrl ?? "", "ann", stoppingAt("http://127.0.0.1:45321/callback"));
		const done = await hand(login.id, back);

		expect(login).toMatchObject({ redirect: "loopback", redirectUri: "http://127.0.0.1:45321/callback" });
		expect([done.status, done.json()]).toEqual([200, expect.objectContaining({ status: "completed", profileId: "desk:ann@example.com" })]);
		await server.close();
	});

	it("a registered port is the only one", async () => {
		const server = await provider("fixed", "http://localhost:51121/oauth-callback", true);
		const ask = (fields: object) =>
			stage.call("POST", "/admin/logins", { body: { provider: "fixed", method: "oauth", redirect: "loopback", ...fields } });

		expect((await ask({ redirectPort: 4000 })).json()).toMatchObject({
			error: { param: "redirectPort", message: expect.stringContaining("51121") },
		});
		expect((await ask({})).json()).toMatchObject({ redirectUri: "http://localhost:51121/oauth-callback" });
		await server.close();
	});

	it("another key cannot finish it, neither can the browser's way", async () => {
		const server = await provider("own", "http://127.0.0.1/callback", true);
		const login = await stage.start({ provider: "own", redirect: "loopback" });
		const back = await returnOf(login.authorizeUrl ?? "", "ann", stoppingAt(login.redirectUri ?? ""));
		const other = await stage.makeKey({ scopes: ["accounts:write"] });

		const byOther = await hand(login.id, back, other);
		const byBrowser = await stage.visit("GET", `/login/own/callback${new URL(back).search}`);
		const byOwner = await hand(login.id, back);

		expect([byOther.status, byBrowser.status, byOwner.status]).toEqual([400, 400, 200]);
		await server.close();
	});
});

describe("by pasting", () => {
	it.each([
		["the whole address", (url: URL) => url.href],
		["the address with spaces around", (url: URL) => `  ${url.href}\n`],
		["its query", (url: URL) => url.search],
		["code#state", (url: URL) => `${url.searchParams.get("code")}#${url.searchParams.get("state")}`],
	])("%s", async (name, pasted) => {
		const id = `p-${name.length}`;
		const server = await provider(id, "https://vendor.example/authcode");
		const login = await stage.start({ provider: id });
		const back = await returnOf(login.authorizeUrl ?? "", "ann", stoppingAt("https://vendor.example/"));

		const done = await hand(login.id, pasted(new URL(back)));

		expect(login).toMatchObject({ redirect: "paste" });
		expect(done.json()).toMatchObject({ status: "completed", profileId: `${id}:ann@example.com` });
		await server.close();
	});
});

describe("by a device code of the provider's own", () => {
	const native = () =>
		stage.ok("PUT", "/admin/providers/corp/oauth-client", { ...stage.server.oauthClient, deviceUrl: `${stage.server.issuer}/device/auth` });

	it("the person approves elsewhere, and looking at the login finds it", async () => {
		await native();
		const login = await stage.start({ method: "device" });
		const person = createPerson();
		const form = await person.open(login.verificationUrl ?? "");
		let page = await person.submit(form, { user_code: login.userCode ?? "" });
		for (let step = 0; step < 6 && /<form/.test(page.body); step++) page = await person.submit(page, { login: "dev", password: "x" });
		stage.pass(login.interval * 1000);

		const done = await stage.look(login.id);

		expect(login).toMatchObject({ status: "pending", interval: 5, verificationUrl: `${stage.server.issuer}/device` });
		expect(login).not.toHaveProperty("authorizeUrl");
		expect(done).toMatchObject({ status: "completed", profileId: "corp:dev@example.com" });
		expect(await stage.ok("GET", "/admin/accounts/corp:dev@example.com")).toMatchObject({ method: "device", status: "verified" });
	});

	it("the provider is asked once in its interval, however often the login is looked at", async () => {
		await native();
		const login = await stage.start({ method: "device" });
		stage.server.asked.length = 0;

		await stage.look(login.id);
		await stage.look(login.id);
		const early = [...stage.server.asked];
		stage.pass(login.interval * 1000);
		await Promise.all([stage.look(login.id), stage.look(login.id), stage.look(login.id)]);

		expect(early).toEqual([]);
		expect(stage.server.asked).toEqual(["POST /token"]);
	});
});

describe("by a device code of the gateway's", () => {
	const bridged = async (): Promise<Login> => {
		await stage.ok("PUT", "/admin/providers/corp/oauth-client", { ...stage.server.oauthClient, deviceUrl: null });
		return stage.start({ method: "device", label: undefined });
	};

	it("another device's browser enters the code, confirms, signs in; the waiting one notices by itself", async () => {
		const login = await bridged();
		const browser: Browser = new Map();

		const empty = await stage.visit("GET", "/device", { browser });
		const shown = await stage.visit("POST", "/device", { browser, form: { code: (login.userCode ?? "").toLowerCase().replace("-", " ") } });
		const confirmed = await stage.visit("POST", "/device", { browser, form: { code: login.userCode ?? "", confirm: "yes" } });
		const back = await returnOf(nextOf(confirmed), "gil");
		const end = await stage.visit("GET", pathOf(back), { browser });

		expect(login).toMatchObject({
			verificationUrl: "https://gw.example/device",
			userCode: expect.stringMatching(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/),
		});
		expect(empty.body).not.toContain("corp");
		for (const told of ["corp", "first admin key", "default", "test", "22 Nov 2026", "Only continue if you started this yourself"]) {
			expect(shown.body).toContain(told);
		}
		expect(end.body).toContain("corp:gil@example.com");
		expect(await stage.look(login.id)).toMatchObject({ status: "completed", profileId: "corp:gil@example.com" });
	});

	it("the address with the code in it shows the same, and goes on by a click only", async () => {
		const login = await bridged();

		const shown = await stage.visit("GET", pathOf(login.verificationUrlComplete ?? ""));
		const foreign = await stage.visit("POST", "/device", {
			form: { code: login.userCode ?? "", confirm: "yes" },
			headers: { origin: "https://evil.example" },
		});

		expect(shown.body).toContain("Only continue if you started this yourself");
		expect(shown.body).toContain(`<dd>${login.userCode}</dd>`);
		expect([foreign.status, foreign.headers["set-cookie"]]).toEqual([403, undefined]);
	});

	it("a wrong code tells nothing, and ten a minute lock the address out, the right code too", async () => {
		const login = await bridged();
		stage.pass(180_000);
		const statuses: number[] = [];

		for (let guess = 0; guess < 12; guess++) statuses.push((await stage.visit("POST", "/device", { form: { code: "BBBB-BBBB" } })).status);
		const right = await stage.visit("POST", "/device", { form: { code: login.userCode ?? "" } });
		stage.pass(120_000);
		const later = await stage.visit("POST", "/device", { form: { code: login.userCode ?? "" } });

		expect(statuses).toEqual([...Array.from({ length: 10 }, () => 404), 429, 429]);
		expect([right.status, Number(right.headers["retry-after"]) > 0, later.status]).toEqual([429, true, 200]);
	});

	it("a cancelled login's code is unknown", async () => {
		stage.pass(180_000);
		const login = await bridged();
		await stage.ok("DELETE", `/admin/logins/${login.id}`);

		expect((await stage.visit("POST", "/device", { form: { code: login.userCode ?? "" } })).status).toBe(404);
	});
});
