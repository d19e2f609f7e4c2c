import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuthorizationServer, startAuthorizationServer } from "../support/authorization-server.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { createPerson, signIn } from "../support/person.ts";

/** A port that nobody listens on now. */
const freePort = (): Promise<number> =>
	new Promise((resolve) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
		});
	});

let gateway: TestGateway;
let upstream: FakeUpstream;
let server: AuthorizationServer;
let redirectUri: string;
beforeAll(async () => {
	[gateway, upstream] = [await startTestGateway(), await startFakeUpstream()];
	redirectUri = `http://127.0.0.1:${await freePort()}/oauth-callback`;
	server = await startAuthorizationServer({ redirectUris: [redirectUri], native: true });
	await gateway.admin("PUT", "/admin/providers/desk", { protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["m"] });
	await gateway.admin("PUT", "/admin/providers/desk/oauth-client", { ...server.oauthClient, redirectUri });
});
afterAll(async () => {
	await gateway?.close();
	await Promise.all([server?.close(), upstream?.close()]);
});

interface Login {
	readonly id: string;
	readonly status: string;
	readonly authorizeUrl: string;
	readonly redirect: string;
}
const start = () => gateway.admin<Login>("POST", "/admin/logins", { provider: "desk", method: "oauth" });
const look = (id: string) => gateway.admin<Login>("GET", `/admin/logins/${id}`);

test("a laptop's gateway listens on the client's loopback address, so the browser comes back by itself", async () => {
	const login = await start();

	const page = await signIn(createPerson(), login.authorizeUrl, "ann");

	expect(login.redirect).toBe("loopback");
	expect([page.status, page.url.split("?")[0], page.body]).toEqual([200, redirectUri, expect.stringContaining("desk:ann@example.com")]);
	expect(await look(login.id)).toMatchObject({ status: "completed", profileId: "desk:ann@example.com" });
});

test("two logins share the address, and nobody without a state gets anything there", async () => {
	const [one, two] = [await start(), await start()];

	const stranger = await createPerson().open(`${redirectUri}?code=x&state=y`);
	const second = await signIn(createPerson(), two.authorizeUrl, "ben");
	const first = await signIn(createPerson(), one.authorizeUrl, "cat");
	const replayed = await createPerson().open(first.url);

	expect([stranger.status, second.status, first.status, replayed.status]).toEqual([400, 200, 200, 409]);
	expect(stranger.body).not.toContain("<script");
});

test("a restarted gateway listens again as soon as the login is looked at", async () => {
	const login = await start();
	await gateway.stop();
	gateway = await startTestGateway({ folder: gateway.folder });
	await look(login.id);

	await signIn(createPerson(), login.authorizeUrl, "dan");

	expect(await look(login.id)).toMatchObject({ status: "completed", profileId: "desk:dan@example.com" });
});
