import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultyStore } from "../../support/history/faults.ts";
import { type LoginStage, openLoginStage, pathOf } from "../login/stage.ts";

// Every write is made, its reply is lost, and the AWS SDK sends it again: the second one meets what the first has written.
let stage: LoginStage;
beforeEach(async () => {
	stage = await openLoginStage({}, { seenThrough: (store) => faultyStore(store, () => "repeated") });
	await stage.link({ label: "a" });
	await stage.link({ label: "b" });
});
afterEach(() => stage.close());

const things = [
	["an account", "/admin/accounts/openai:a", "PATCH", { priority: 3 }],
	["a pool", "/admin/pools/openai", "PATCH", { maxRetries: 4 }],
	["the routing", "/admin/routing", "PUT", { auto: ["openai/gpt-5.4"] }],
	["a custom provider", "/admin/providers/mine", "PUT", { protocol: "openai-chat", baseUrl: "https://mine.example/v1" }],
	["an API key", "/admin/keys/{keyId}", "PATCH", { name: "renamed" }],
	["the routing", "/admin/routing", "PUT", { auto: ["openai/gpt-5.4"] }],
	["a custom provider", "/admin/providers/corp", "PUT", { models: ["m-2"] }],
	["an OAuth client", "/admin/providers/corp/oauth-client", "PUT", { scopes: ["openid"] }],
] as const;

describe("a change whose reply was lost is made and answered, once", () => {
	it.each(things)("of %s at the revision that was read", async (_name, template, method, body) => {
		await stage.ok("PUT", "/admin/providers/mine", { protocol: "openai-chat", baseUrl: "https://old.example/v1" });
		const { keyId } = await stage.ok<{ keyId: string }>("POST", "/admin/keys", { name: "ci", scopes: ["proxy"] });
		const path = template.replace("{keyId}", keyId);
		const { etag = "" } = (await stage.call("GET", path)).headers;

		const changed = await stage.call(method, path, { body, headers: { "if-match": etag } });

		const now = await stage.call("GET", path);
		expect([changed.status, changed.headers["etag"]]).toEqual([200, now.headers["etag"]]);
		expect(now.json()).toMatchObject(body);
	});

	it.each([
		["an account", "/admin/accounts/openai:a"],
		["a custom provider", "/admin/providers/mine"],
		["an OAuth client", "/admin/providers/corp/oauth-client"],
	])("that ends %s", async (_name, path) => {
		await stage.ok("PUT", "/admin/providers/mine", { protocol: "openai-chat", baseUrl: "https://mine.example/v1" });

		const ended = [await stage.call("DELETE", path), await stage.call("DELETE", path)];

		expect(ended.map(({ status }) => status)).toEqual([204, 404]);
	});

	it("that revokes an API key at the revision that was read", async () => {
		const made = await stage.call("POST", "/admin/keys", { body: { name: "ci", scopes: ["accounts:read"] } });
		const { key, keyId } = made.json<{ key: string; keyId: string }>();

		const revoked = await stage.call("DELETE", `/admin/keys/${keyId}`, { headers: { "if-match": made.headers["etag"] ?? "" } });

		expect(revoked.status).toBe(204);
		expect((await stage.call("GET", "/admin/accounts", { key })).status).toBe(401);
	});

	it.each(["/admin/providers/corp/oauth-client", "/admin/providers/corp"])(
		"that removes %s at the revision that was read",
		async (path) => {
			const { etag = "" } = (await stage.call("GET", path)).headers;

			const removed = await stage.call("DELETE", path, { headers: { "if-match": etag } });

			expect(removed.status).toBe(204);
			expect((await stage.call("GET", path)).status).toBe(404);
		},
	);

	it("under an Idempotency-Key, whose answer is kept", async () => {
		const post = () =>
			stage.call("POST", "/admin/keys", { body: { name: "ci", scopes: ["proxy"] }, headers: { "idempotency-key": "one" } });

		const [first, again] = [await post(), await post()];

		expect([first.status, again.status]).toEqual([201, 201]);
		expect(again.body).toBe(first.body);
	});

	it("of a pool's primary: it is switched to the next account, not to the one after it", async () => {
		await stage.link({ label: "c" });

		const rotated = await stage.ok("POST", "/admin/pools/openai/rotate");

		expect(rotated).toEqual({ previous: null, primary: "openai:b" });
		expect(await stage.ok("GET", "/admin/pools/openai")).toMatchObject({ primary: "openai:b" });
	});
});

describe("a login whose replies were lost", () => {
	it("links its account", async () => {
		const login = await stage.start();
		const browser = new Map<string, string>();
		const back = await stage.signIn(login, "ann", browser);

		const page = await stage.visit("GET", pathOf(back), { browser });

		expect([page.status, page.body]).toEqual([200, expect.stringContaining("corp:ann@example.com")]);
		expect(await stage.look(login.id)).toMatchObject({ status: "completed", profileId: "corp:ann@example.com" });
	});

	it("with a code from the gateway's own page begins", async () => {
		expect(await stage.start({ method: "device" })).toMatchObject({ status: "pending", userCode: expect.any(String) });
	});
});
