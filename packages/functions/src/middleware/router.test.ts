import { expect, it } from "vitest";
import { routes } from "../routes.ts";
import { matchRoute } from "./router.ts";

it.each(routes.map((route) => [route.method, route.path, route.id] as const))("%s %s leads to itself", (method, path, id) => {
	const asked = path.replaceAll(/\{\w+\+?\}/g, "x");

	expect(matchRoute(method, asked)?.route.id).toBe(id);
});

it.each([
	["/admin/accounts/openai:work", "openai:work"],
	["/admin/accounts/openai%3Awork", "openai:work"],
	["/admin/accounts/antigravity:me@example.com", "antigravity:me@example.com"],
	["/admin/accounts/antigravity%3Ame%40example.com", "antigravity:me@example.com"],
	["/admin/accounts/openai:a+b", "openai:a+b"],
	["/admin/accounts/a%2Fb", "a/b"],
	["/admin/accounts/%E0%A4%A", "%E0%A4%A"],
])("%s names the profile %s", (path, profileId) => {
	expect(matchRoute("GET", path)).toMatchObject({ route: { id: "getAccount" }, params: { profileId } });
});

it.each(["/v1/models/gemini/gemini-2.5-pro", "/v1/models/gemini%2Fgemini-2.5-pro"])("%s is one model, slash and all", (path) => {
	expect(matchRoute("GET", path)).toMatchObject({ route: { id: "getModel" }, params: { model: "gemini/gemini-2.5-pro" } });
});

it.each(["/admin/accounts/", "/admin/accounts/a/b", "/v1/models/", "/health/", "health", "", "/admin/accountsx", "/adminxaccounts"])(
	"%j is no address",
	(path) => {
		expect(matchRoute("GET", path)).toBeUndefined();
	},
);
