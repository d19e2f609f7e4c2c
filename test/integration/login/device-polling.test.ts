import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../support/scripted-server.ts";
import { type Login, type LoginStage, openLoginStage } from "./stage.ts";

let stage: LoginStage;
let server: ScriptedServer;
beforeAll(async () => {
	server = await startScriptedServer();
	stage = await openLoginStage({
		...{ issuer: undefined, clientSecret: undefined, revokeUrl: undefined },
		...{ deviceUrl: `${server.origin}/device`, tokenUrl: `${server.origin}/token`, userinfoUrl: `${server.origin}/me` },
	});
});
afterAll(async () => {
	await stage.close();
	await server.close();
});

/** The example of RFC 8628 section 3.2. */
const granted = {
	device_code: "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
	user_code: "WDJB-MJHT",
	verification_uri: "https://example.com/device",
	verification_uri_complete: "https://example.com/device?user_code=WDJB-MJHT",
	expires_in: 1800,
	interval: 5,
};
const refusal = (error: string, status = 400) => ({ status, body: { error } });
const tokens = { body: { access_token: "at", token_type: "Bearer", expires_in: 3600, refresh_token: "rt" } };

beforeEach(() => {
	server.asked.length = 0;
	server.script("/device", { body: granted });
	server.script("/me", { body: { sub: "1", email: "dev@example.com" } });
});

const start = (): Promise<Login> => stage.start({ method: "device" });
const polls = (): number => server.asked.filter(({ path }) => path === "/token").length;

/** Looks once after each of these waits, in seconds. */
async function lookAfter(login: Login, ...waits: readonly number[]): Promise<Login> {
	let seen = login;
	for (const wait of waits) {
		stage.pass(wait * 1000);
		seen = await stage.look(login.id);
	}
	return seen;
}

describe("a device login by RFC 8628", () => {
	it("shows code, address and interval, and nothing of the device code", async () => {
		const login = await start();

		expect(login).toMatchObject({
			userCode: "WDJB-MJHT",
			verificationUrl: "https://example.com/device",
			verificationUrlComplete: "https://example.com/device?user_code=WDJB-MJHT",
			interval: 5,
		});
		expect(JSON.stringify(login)).not.toContain("GmRh");
		expect(Object.fromEntries(new URLSearchParams(server.asked[0]?.body))).toEqual({
			client_id: stage.server.clientId,
			scope: "openid email offline_access",
		});
	});

	it("polls with the grant of section 3.4", async () => {
		server.script("/token", refusal("authorization_pending"));

		await lookAfter(await start(), 5);

		expect(Object.fromEntries(new URLSearchParams(server.asked.at(-1)?.body))).toEqual({
			grant_type: "urn:ietf:params:oauth:grant-type:device_code",
			device_code: granted.device_code,
			client_id: stage.server.clientId,
		});
	});

	it("asks nothing before the interval is over, at the start and between two polls", async () => {
		server.script("/token", refusal("authorization_pending"));
		const login = await start();

		await lookAfter(login, 0, 4.999);
		const early = polls();
		await lookAfter(login, 0.001, 4.999);
		const once = polls();
		await lookAfter(login, 0.001);

		expect([early, once, polls()]).toEqual([0, 1, 2]);
	});

	it("pending stays pending with the same interval, then completes", async () => {
		server.script("/token", refusal("authorization_pending"), refusal("authorization_pending"), tokens);

		const login = await start();
		const waiting = await lookAfter(login, 5, 5);
		const done = await lookAfter(login, 5);

		expect(waiting).toMatchObject({ status: "pending", interval: 5 });
		expect(done).toMatchObject({ status: "completed", profileId: "corp:dev@example.com" });
	});

	it("slow_down adds five seconds for good", async () => {
		server.script("/token", refusal("slow_down"), refusal("authorization_pending"), refusal("slow_down"), refusal("authorization_pending"));

		const login = await start();
		const slower = await lookAfter(login, 5);
		await lookAfter(login, 9.999);
		const held = polls();
		const still = await lookAfter(login, 0.001);
		const slowest = await lookAfter(login, 10);
		await lookAfter(login, 14.999);
		const heldAgain = polls();
		await lookAfter(login, 0.001);

		expect([slower.interval, held, still.interval, slowest.interval, heldAgain, polls()]).toEqual([10, 1, 10, 15, 3, 4]);
	});

	it.each([
		["access_denied", "login_denied"],
		["expired_token", "login_code_refused"],
		["invalid_client", "login_client_refused"],
		["computer_says_no", "login_provider_refused"],
	])("%s ends it, and nobody asks again", async (error, code) => {
		server.script("/token", refusal(error));

		const login = await start();
		const failed = await lookAfter(login, 5);
		await lookAfter(login, 60, 60);

		expect(failed).toMatchObject({ status: "failed", error: { code, hint: expect.any(String) } });
		expect(polls()).toBe(1);
	});

	it("ends when the provider's code does, though we would wait longer", async () => {
		server.script("/device", { body: { ...granted, expires_in: 60 } });
		server.script("/token", refusal("authorization_pending"));

		const login = await start();
		const over = await lookAfter(login, 60);

		expect(over).toMatchObject({ status: "expired", error: { code: "login_expired" } });
		expect(polls()).toBe(0);
	});

	it("waits twice as long after each fault of the network or the server, then goes on as before", async () => {
		server.script("/token", { broken: true }, { status: 503 }, refusal("authorization_pending"), tokens);

		const login = await start();
		await lookAfter(login, 5, 9.999);
		const afterBreak = polls();
		await lookAfter(login, 0.001, 19.999);
		const afterFault = polls();
		await lookAfter(login, 0.001);
		const done = await lookAfter(login, 5);

		expect([afterBreak, afterFault, done.status]).toEqual([1, 2, "completed"]);
	});

	it("takes five seconds where the provider names no interval", async () => {
		server.script("/device", { body: { ...granted, interval: undefined } });

		expect((await start()).interval).toBe(5);
	});

	it.each([
		["refuses the scopes", refusal("invalid_scope"), 422, "login_scope_refused"],
		["is down", { status: 503 }, 502, "login_provider_unavailable"],
	])("tells at the start that the provider %s", async (_name, answer, status, code) => {
		server.script("/device", answer);

		const refused = await stage.call("POST", "/admin/logins", { body: { provider: "corp", method: "device" } });

		expect([refused.status, refused.json()]).toEqual([status, { error: expect.objectContaining({ code }) }]);
	});
});
