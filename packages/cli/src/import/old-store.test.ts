import { expect, test } from "vitest";
import { readOldStore } from "./old-store.ts";

const read = (store: unknown) => readOldStore(JSON.stringify(store), "old.json");

test("every kind of profile is read, in the file's order", () => {
	const accounts = read({
		version: 1,
		profiles: {
			"openai:work": { type: "api_key", provider: "openai", key: "sk-1", email: "ann@example.com" },
			"antigravity:ann@example.com": { type: "oauth", provider: "antigravity", access: "at", refresh: "rt", expires: 1_900_000_000_000 },
			"anthropic:setup": { type: "token", provider: "anthropic", token: "tok", expires: 1_900_000_000_000 },
			"claude:forever": { type: "token", token: "tok", expires: 0 },
		},
		usageStats: { "openai:work": { state: "DISABLED" } },
	});

	expect(accounts).toEqual([
		{ provider: "openai", label: "work", credential: { kind: "api_key", apiKey: "sk-1" } },
		{ provider: "antigravity", label: "ann@example.com", credential: { kind: "login", refreshToken: "rt" } },
		{
			provider: "anthropic",
			label: "setup",
			credential: { kind: "login", accessToken: "tok", expiresAt: "2030-03-17T17:46:40.000Z" },
		},
		{ provider: "claude", label: "forever", credential: { kind: "login", accessToken: "tok" } },
	]);
});

test.each([
	["no key", { type: "api_key", provider: "openai", key: " " }, "It has no key."],
	["no token", { type: "oauth", provider: "openai" }, "It has no token."],
	["a type of tomorrow", { type: "passkey", provider: "openai" }, "It is of an unknown type."],
	["no object", "sk-1", "It is of an unknown type."],
])("a profile with %s stands there with the reason", (_what, profile, why) => {
	expect(read({ profiles: { "openai:x": profile } })).toEqual([{ provider: "openai", label: "x", credential: { kind: "none", why } }]);
});

test.each(["", "[]", "{}", '{"profiles":[]}', "sk-not-json"])("what is no such file is refused without being quoted: %s", (text) => {
	expect(() => readOldStore(text, "old.json")).toThrow('old.json is no auth-store.json: it has no "profiles".');
});
