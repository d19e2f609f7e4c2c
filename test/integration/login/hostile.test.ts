import type { Item } from "@smart-router/core/store/store.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InvokeResult } from "../../support/invoke.ts";
import { itemsOf } from "../admin/stage.ts";
import { type Browser, type Login, type LoginStage, nextOf, openLoginStage, pathOf, returnOf } from "./stage.ts";

let stage: LoginStage;
beforeAll(async () => {
	stage = await openLoginStage();
	await stage.ok("PUT", "/admin/providers/other", { protocol: "openai-chat", baseUrl: `${stage.upstream.origin}/v1`, models: ["m"] });
	await stage.ok("PUT", "/admin/providers/other/oauth-client", {
		...stage.server.oauthClient,
		redirectUri: "https://gw.example/login/other/callback",
	});
});
afterAll(() => stage.close());

/** A login that a person has confirmed and signed in for, so that only the callback is left. */
interface Ready {
	readonly login: Login;
	readonly browser: Browser;
	/** The honest callback. */
	readonly back: URL;
	readonly state: string;
}

async function ready(): Promise<Ready> {
	const login = await stage.start();
	const browser: Browser = new Map();
	const confirmed = await stage.visit("POST", pathOf(login.authorizeUrl ?? ""), { browser, form: { confirm: "yes" } });
	const back = new URL(await returnOf(nextOf(confirmed), "victim"));
	return { login, browser, back, state: back.searchParams.get("state") ?? "" };
}

const changed = (back: URL, change: (query: URLSearchParams) => void): string => {
	const url = new URL(back);
	change(url.searchParams);
	return url.pathname + url.search;
};

const get = (path: string, browser?: Browser): Promise<InvokeResult> => stage.visit("GET", path, browser ? { browser } : {});
const hand = (id: string, callback: string, key?: string): Promise<InvokeResult> =>
	stage.call("POST", `/admin/logins/${id}/callback`, { body: { callback }, ...(key && { key }) });

const script = "<script>alert(1)</script>";
const withQuery = (change: (query: URLSearchParams, it: Ready) => void) => (it: Ready) =>
	get(
		changed(it.back, (query) => change(query, it)),
		it.browser,
	);

/** Every one must be refused, store no credential and no account, and reflect nothing unescaped. */
const hostile: readonly (readonly [string, (it: Ready) => Promise<InvokeResult>])[] = [
	["no state", withQuery((query) => query.delete("state"))],
	["an empty state", withQuery((query) => query.set("state", ""))],
	["a made-up state", withQuery((query) => query.set("state", "x".repeat(43)))],
	["the state's id with other random bits", withQuery((query, { login }) => query.set("state", `${login.id}.${"A".repeat(43)}`))],
	["the state cut short", withQuery((query, { state }) => query.set("state", state.slice(0, -1)))],
	["the state made longer", withQuery((query, { state }) => query.set("state", `${state}A`))],
	["the state in capitals", withQuery((query, { state }) => query.set("state", state.toUpperCase()))],
	["the login's id as state", withQuery((query, { login }) => query.set("state", login.id))],
	["state twice, the right one first", withQuery((query) => query.append("state", "x"))],
	[
		"state twice, the right one last",
		async ({ back, browser, state }) => get(`${back.pathname}?state=x&code=${back.searchParams.get("code")}&state=${state}`, browser),
	],
	["script for a state", withQuery((query) => query.set("state", script))],
	["a state of a megabyte of nothing", withQuery((query) => query.set("state", "%00".repeat(2000)))],
	[
		"another login's state",
		async ({ back, browser }) => {
			const other = await ready();
			return get(
				changed(back, (query) => query.set("state", other.state)),
				browser,
			);
		},
	],
	["another login's state with its code in this browser", async ({ browser }) => get(pathOf((await ready()).back.href), browser)],
	["a browser without the cookie", ({ back }) => get(pathOf(back.href))],
	["a browser with a made-up cookie", ({ back, login }) => get(pathOf(back.href), new Map([[`__Host-sr-${login.id}`, "A".repeat(43)]]))],
	["a browser with an empty cookie", ({ back, login }) => get(pathOf(back.href), new Map([[`__Host-sr-${login.id}`, ""]]))],
	[
		"another login's cookie under this one's name",
		async ({ back, login }) => {
			const other = await ready();
			return get(pathOf(back.href), new Map([[`__Host-sr-${login.id}`, [...other.browser.values()][0] ?? ""]]));
		},
	],
	["another issuer", withQuery((query) => query.set("iss", "https://evil.example"))],
	["the issuer with a slash more", withQuery((query) => query.set("iss", `${stage.server.issuer}/`))],
	["an empty issuer", withQuery((query) => query.set("iss", ""))],
	["two issuers", withQuery((query) => query.append("iss", stage.server.issuer))],
	["another provider's path", ({ back, browser }) => get(`/login/other/callback${back.search}`, browser)],
	["a path of no provider", ({ back, browser }) => get(`/login/nowhere/callback${back.search}`, browser)],
	["a path with script in it", ({ back, browser }) => get(`/login/${encodeURIComponent(script)}/callback${back.search}`, browser)],
	["no code", withQuery((query) => query.delete("code"))],
	["an empty code", withQuery((query) => query.set("code", ""))],
	["a made-up code", withQuery((query) => query.set("code", "x".repeat(43)))],
	["two codes", withQuery((query) => query.append("code", "x"))],
	[
		"another login's code",
		async ({ back, browser }) => {
			const other = await ready();
			return get(
				changed(back, (query) => query.set("code", other.back.searchParams.get("code") ?? "")),
				browser,
			);
		},
	],
	[
		"an error with script in the description",
		withQuery((query) => {
			query.delete("code");
			query.set("error", "server_error");
			query.set("error_description", `${script}"><img src=x onerror=alert(1)>`);
		}),
	],
	["script for an error", withQuery((query) => query.set("error", script))],
	["an error beside a code", withQuery((query) => query.set("error", "access_denied"))],
	[
		"a replay after it was completed by the person",
		async ({ back, browser }) => {
			const kept = new Map(browser);
			const first = await get(pathOf(back.href), browser);
			expect(first.status).toBe(200);
			await stage.ok("DELETE", "/admin/accounts/corp:victim@example.com");
			return get(pathOf(back.href), kept);
		},
	],
	[
		"a replay after a refusal",
		async ({ back, browser }) => {
			await get(
				changed(back, (query) => query.set("iss", "https://evil.example")),
				browser,
			);
			return get(pathOf(back.href), browser);
		},
	],
	[
		"too late",
		async ({ back, browser }) => {
			stage.pass(10 * 60_000);
			return get(pathOf(back.href), browser);
		},
	],
	[
		"after it was cancelled",
		async ({ back, browser, login }) => {
			await stage.ok("DELETE", `/admin/logins/${login.id}`);
			return get(pathOf(back.href), browser);
		},
	],
	["a hosted login's answer handed over with the key", ({ back, login }) => hand(login.id, back.href)],
	[
		"handed over with another key",
		async ({ back, login }) => hand(login.id, back.href, await stage.makeKey({ scopes: ["accounts:write"] })),
	],
	["handed over to another login", async ({ back }) => hand((await stage.start()).id, back.href)],
	["handed over with script around it", ({ back, login }) => hand(login.id, `${script}${back.href}`)],
	[
		"a way on to elsewhere",
		withQuery((query) => {
			query.set("state", "x");
			for (const name of ["redirect", "next", "return_to", "url"]) query.set(name, "https://evil.example/");
		}),
	],
	[
		"the link confirmed by a form of another site",
		async ({ back, login }) => {
			const browser: Browser = new Map();
			await stage.visit("POST", `/login/${login.id}/go`, {
				browser,
				form: { confirm: "yes" },
				headers: { origin: "https://evil.example" },
			});
			return get(pathOf(back.href), browser);
		},
	],
	[
		"the link confirmed without saying from where",
		async ({ login }) => stage.visit("POST", `/login/${login.id}/go`, { form: { confirm: "yes" }, headers: { origin: "null" } }),
	],
];

/** Accounts and credentials: all that a login could have stored for good. */
async function stored(): Promise<string> {
	const items = JSON.parse(await itemsOf(stage.store, "ws#default")) as Item[][];
	return JSON.stringify(items.flat().filter(({ sk }) => /^credential#|^rotation#.*#account#/.test(sk)));
}

it("there are at least 40 of them", () => {
	expect(hostile.length).toBeGreaterThanOrEqual(40);
});

describe("a hostile callback is refused and leaves nothing:", () => {
	it.each(hostile)("%s", async (_name, attack) => {
		const prepared = await ready();
		const before = await stored();

		const answer = await attack(prepared);

		expect(answer.status).toBeGreaterThanOrEqual(400);
		expect(await stored()).toBe(before);
		expect(answer.body).not.toMatch(/<script|<img|onerror=alert\(1\)>/i);
		expect(answer.headers).not.toHaveProperty("location");
		expect(answer.body).not.toContain("evil.example");
		for (const secret of [prepared.state, prepared.back.searchParams.get("code") ?? "", ...prepared.browser.values()]) {
			if (secret !== "") expect(answer.body).not.toContain(secret);
		}
	});
});

it("of two callbacks at the same time one links and one is refused", async () => {
	const { back, browser } = await ready();
	const kept = new Map(browser);

	const answers = await Promise.all([get(pathOf(back.href), browser), get(pathOf(back.href), kept)]);

	expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

it("every page keeps scripts, frames and foreign forms out and can be read without them", async () => {
	const login = await stage.start({ label: "x" });
	const pages = [
		await get("/device"),
		await get(`/login/${login.id}/go`),
		await stage.visit("POST", `/login/${login.id}/go`, { form: { confirm: "yes" } }),
		await get("/login/corp/callback?state=x"),
	];

	for (const { headers, body } of pages) {
		expect(headers["content-security-policy"]).toMatch(
			/^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
		);
		expect(headers).toMatchObject({
			"content-type": "text/html; charset=utf-8",
			"cache-control": "no-store",
			"x-content-type-options": "nosniff",
		});
		expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
		expect(body).toContain("light dark");
		expect(body).not.toMatch(/<script|javascript:|\son\w+=/i);
	}
});
