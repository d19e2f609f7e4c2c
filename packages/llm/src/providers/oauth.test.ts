import { describe, expect, it } from "vitest";
import { antigravityOAuth } from "./google-oauth.ts";
import type { OAuthDescription } from "./oauth.ts";
import { builtInProviders } from "./registry.ts";

const descriptions = [
	...builtInProviders.flatMap(({ id, oauth }) => (oauth ? [[id, oauth] as const] : [])),
	["code assist", antigravityOAuth] as const,
];

const addresses = ({ authorizeUrl, tokenUrl, deviceUrl, revokeUrl, userinfoUrl, registrationUrl }: OAuthDescription): readonly string[] =>
	[authorizeUrl, tokenUrl, deviceUrl, revokeUrl, userinfoUrl, registrationUrl].filter((url) => url !== null);

describe.each(descriptions)("the OAuth description of %s", (_id, description) => {
	it("sends codes and tokens over https only", () => {
		for (const url of addresses(description)) expect(url).toMatch(/^https:\/\/[a-z0-9.-]+\/[\w/.-]*$/);
	});

	it("asks for what it requires, and for nothing twice", () => {
		expect(description.scopes).toEqual(expect.arrayContaining([...description.requiredScopes]));
		expect(new Set(description.scopes).size).toBe(description.scopes.length);
	});

	it("has a way back for everyone, and a loopback address where one is offered", () => {
		expect(description.redirects).toContain("paste");
		expect(description.redirects.includes("loopback")).toBe(description.loopback !== null);
	});

	it("holds no client of anybody's", () => {
		const text = JSON.stringify(description);

		expect(text).not.toMatch(/apps\.googleusercontent\.com|GOCSPX-|app_[A-Za-z0-9]{16}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
		expect(description.clientHelp.length).toBeGreaterThan(40);
	});
});
