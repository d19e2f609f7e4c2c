import { expect, it } from "vitest";
import { hashOf, parsePlace } from "./place.ts";

it.each([
	["", { view: "accounts", rest: [], query: {} }],
	["#/", { view: "accounts", rest: [], query: {} }],
	["#/requests/req_1", { view: "requests", rest: ["req_1"], query: {} }],
	["#/accounts/add?provider=openai&step=", { view: "accounts", rest: ["add"], query: { provider: "openai", step: "" } }],
	["#/accounts/edit/openai%3Aa%2Fb", { view: "accounts", rest: ["edit", "openai:a/b"], query: {} }],
	["#/x/%E0%A4%A", { view: "x", rest: ["%E0%A4%A"], query: {} }],
])("%s is read", (hash, place) => {
	expect(parsePlace(hash)).toEqual(place);
});

it("what was written is read again, without what is empty", () => {
	const hash = hashOf(["accounts", "a:b/c?d#e"], { label: "x y&z", empty: "", missing: undefined });

	expect(parsePlace(hash)).toEqual({ view: "accounts", rest: ["a:b/c?d#e"], query: { label: "x y&z" } });
});
