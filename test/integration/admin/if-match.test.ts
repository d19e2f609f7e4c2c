import { afterEach, beforeEach, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
	await stage.link({ label: "work" });
});
afterEach(() => stage.close());

/** What can be read, a change of it, and the change that ends it where there is one. */
const things = [
	["an account", "/admin/accounts/openai:work", "PATCH", { priority: 3 }, "DELETE"],
	["a pool", "/admin/pools/openai", "PATCH", { maxRetries: 4 }, undefined],
	["the routing", "/admin/routing", "PUT", { auto: ["openai/gpt-5.4"] }, undefined],
	["a custom provider", "/admin/providers/mine", "PUT", { protocol: "openai-chat", baseUrl: "https://mine.example/v1" }, "DELETE"],
	["a built-in provider", "/admin/providers/gemini", "PUT", { baseUrl: "https://mine.example" }, "DELETE"],
	["an OAuth client", "/admin/providers/gemini/oauth-client", "PUT", { scopes: ["one"] }, "DELETE"],
	["an API key", "/admin/keys/{keyId}", "PATCH", { name: "renamed" }, "DELETE"],
] as const;

async function prepared(path: string): Promise<string> {
	if (path.endsWith("/mine")) await stage.ok("PUT", path, { protocol: "openai-chat", baseUrl: "https://old.example/v1" });
	if (path.endsWith("/oauth-client")) await stage.ok("PUT", path, { clientId: "mine" });
	if (!path.includes("{keyId}")) return path;
	const { keyId } = await stage.ok<{ keyId: string }>("POST", "/admin/keys", { name: "ci", scopes: ["proxy"] });
	return path.replace("{keyId}", keyId);
}

it.each(things)("%s is changed at the revision that was read, and at no other", async (_name, template, method, body, end) => {
	const path = await prepared(template);
	const read = await stage.call("GET", path);
	const etag = read.headers["etag"] ?? "";
	const change = (ifMatch: string, how: string = method) =>
		stage.call(how, path, { ...(how === "DELETE" ? {} : { body }), headers: { "if-match": ifMatch } });

	const changed = await change(etag);
	const late = await change(etag);
	const lateEnd = end && (await change(etag, end));
	const current = await stage.call("GET", path);
	const oneOfMany = await change(`"rev_other", ${current.headers["etag"]}`);

	expect(etag).toBe(`"${read.json<{ revision: string }>().revision}"`);
	expect(changed.status).toBe(200);
	expect(changed.headers["etag"]).not.toBe(etag);
	expect(current.headers["etag"]).toBe(changed.headers["etag"]);
	expect(late.status).toBe(412);
	expect(late.json()).toMatchObject({ error: { code: "precondition_failed", param: "If-Match", hint: expect.stringContaining("ETag") } });
	expect(lateEnd?.status).toBe(end && 412);
	expect(oneOfMany.status).toBe(200);
	if (end) expect((await change(oneOfMany.headers["etag"] ?? "", end)).status).toBe(204);
});

it("only admins' changes count, not the gateway's own marks", async () => {
	const before = await stage.call("GET", "/admin/accounts/openai:work");
	await stage.ok("PUT", "/admin/accounts/openai:work/cooldowns/*", { seconds: 60 });
	await stage.ok("POST", "/admin/accounts/openai:work/verify");
	const after = await stage.call("GET", "/admin/accounts/openai:work");

	expect(after.headers["etag"]).toBe(before.headers["etag"]);
});

it("another life of an account is another revision", async () => {
	const { etag } = (await stage.call("GET", "/admin/accounts/openai:work")).headers;
	await stage.ok("DELETE", "/admin/accounts/openai:work");
	await stage.link({ label: "work" });
	const result = await stage.call("PATCH", "/admin/accounts/openai:work", { body: { priority: 1 }, headers: { "if-match": etag ?? "" } });

	expect(result.status).toBe(412);
});

it("of two changes at once that read the same one wins", async () => {
	const { etag = "" } = (await stage.call("GET", "/admin/pools/openai")).headers;
	const results = await Promise.all(
		[1, 2, 3, 4, 5].map((maxRetries) =>
			stage.call("PATCH", "/admin/pools/openai", { body: { maxRetries }, headers: { "if-match": etag } }),
		),
	);

	expect(results.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412, 412]);
});

it("routing that is sent back as it was read asks for its revision by itself", async () => {
	const read = await stage.ok("GET", "/admin/routing");
	const sentBack = await stage.call("PUT", "/admin/routing", { body: { ...read, auto: ["openai/gpt-5.4"] } });
	const late = await stage.call("PUT", "/admin/routing", { body: read });

	expect([sentBack.status, late.status]).toEqual([200, 412]);
});

it.each([
	["*", 200],
	['W/"initial"', 412],
	['"', 400],
	["initial", 400],
	["", 400],
])("If-Match: %s answers %i", async (ifMatch, status) => {
	expect((await stage.call("PATCH", "/admin/pools/openai", { body: { maxRetries: 2 }, headers: { "if-match": ifMatch } })).status).toBe(
		status,
	);
});

it("is refused where it would be passed over", async () => {
	const result = await stage.call("POST", "/admin/pools/openai/rotate", { headers: { "if-match": '"x"' } });

	expect(result.status).toBe(400);
	expect(result.json()).toMatchObject({ error: { code: "unsupported_parameter", param: "If-Match" } });
});
