import { describe, expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";

const messages = [{ role: "user", content: "Say hi" }];
const hello = { model: "fake/model-x", messages };

const { gateway, upstream } = await gatewayForEach({ labels: ["a", "b", "c"], frozen: true });

const forced = (profile: string, headers = {}) => ({ "x-smart-router-profile": profile, ...headers });
const profileOf = (response: Response): string | null => response.headers.get("x-smart-router-profile");

describe("a forced account", () => {
	it("answers every request, whoever is next", async () => {
		const answers = [];
		for (let index = 0; index < 4; index++) answers.push(await gateway.chat(hello, forced("fake:b")));
		const byBody = await gateway.chat({ ...hello, profile: "fake:c" });

		expect(answers.map(profileOf)).toEqual(Array(4).fill("fake:b"));
		expect(profileOf(byBody)).toBe("fake:c");
	});

	it("is asked for in the body without the provider seeing it: every other byte is passed on", async () => {
		const body = `{ "model":"fake/model-x",  "profile" : "fake:a",\n "messages":[{"role":"user","content":"profile"}], "temperature": 1.50 }`;

		const response = await gateway.chat(body);

		expect([response.status, profileOf(response)]).toEqual([200, "fake:a"]);
		expect(upstream.chats()[0]?.body).toBe(`{ "model":"model-x",  "messages":[{"role":"user","content":"profile"}], "temperature": 1.50 }`);
	});

	it.each([
		["no account", "fake:nobody", 400, "profile_not_found"],
		["no profile id", "nonsense", 400, "profile_not_found"],
		["another provider's", "openai:a", 400, "profile_provider_mismatch"],
	])("that is %s is refused by name, without any call", async (_what, profile, status, code) => {
		const response = await gateway.chat(hello, forced(profile));

		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ error: { code } });
		expect(upstream.chats()).toEqual([]);
	});

	it("must be text", async () => {
		const response = await gateway.chat({ ...hello, profile: 7 });

		expect(await response.json()).toMatchObject({ error: { param: "profile" } });
		expect(response.status).toBe(400);
	});

	it("that rests is a 429 with its own Retry-After, not the earliest of others", async () => {
		upstream.script(keyOf("a"), { status: 429, headers: { "retry-after": "700" } });
		upstream.script(keyOf("b"), { status: 429, headers: { "retry-after": "650" } });
		const first = await gateway.chat(hello, forced("fake:a"));
		await gateway.chat(hello, forced("fake:b"));

		const again = await gateway.chat(hello, forced("fake:a"));

		expect([first.status, first.headers.get("retry-after")]).toEqual([429, "700"]);
		expect([again.status, again.headers.get("retry-after")]).toEqual([429, "700"]);
		expect(await again.json()).toMatchObject({ error: { message: expect.stringContaining("fake:a") } });
		expect(upstream.chats()).toHaveLength(2);
	});

	it("that is disabled is a 503 that says so", async () => {
		await gateway.admin("PATCH", "/admin/accounts/fake:a", { enabled: false });

		const response = await gateway.chat(hello, forced("fake:a"));

		expect(response.status).toBe(503);
		expect(await response.json()).toMatchObject({ error: { code: "no_account_available", message: expect.stringContaining("fake:a") } });
	});

	it("must be one that the key reaches", async () => {
		const { key } = await gateway.admin<{ key: string }>("POST", "/admin/keys", {
			name: "limited",
			scopes: ["proxy"],
			profiles: ["fake:a"],
		});
		const authorization = `Bearer ${key}`;

		const own = await gateway.chat(hello, forced("fake:a", { authorization }));
		const foreign = await gateway.chat(hello, forced("fake:b", { authorization }));
		const absent = await gateway.chat(hello, forced("fake:nobody", { authorization }));

		expect([own.status, foreign.status, absent.status]).toEqual([200, 403, 403]);
	});

	it("works for embeddings, and with auto for its own provider", async () => {
		await gateway.link({ id: "openai", baseUrl: `${upstream.origin}/v1` }, ["one", "two"]);
		const texts = { model: "openai/text-embedding-3-small", input: "hi" };

		const vectors = await gateway.call("POST", "/v1/embeddings", texts, forced("openai:two"));
		const auto = await gateway.chat({ model: "auto", messages }, forced("fake:c"));

		expect([vectors.status, profileOf(vectors)]).toEqual([200, "openai:two"]);
		expect([auto.status, profileOf(auto)]).toEqual([200, "fake:c"]);
	});
});
