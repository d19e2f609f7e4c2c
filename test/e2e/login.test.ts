import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuthorizationServer, startAuthorizationServer } from "../support/authorization-server.ts";
import { buildCli, bundle, type Cli } from "../support/cli.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { type ScriptedServer, startScriptedServer } from "../support/scripted-server.ts";

let cli: Cli;
let gateway: TestGateway;
let upstream: FakeUpstream;
/** Its client has loopback addresses registered. */
let desk: AuthorizationServer;
/** Its client has the gateway's own address registered. */
let site: AuthorizationServer;
let browser: string;

beforeAll(async () => {
	[cli, gateway, upstream] = [buildCli(), await startTestGateway(), await startFakeUpstream()];
	desk = await startAuthorizationServer({ redirectUris: ["http://127.0.0.1/back"], native: true });
	site = await startAuthorizationServer({ redirectUris: [`${gateway.url}/login/site/callback`] });
	for (const [id, server, more] of [
		["desk", desk, { redirectUri: "http://127.0.0.1/back" }],
		["site", site, {}],
	] as const) {
		await gateway.admin("PUT", `/admin/providers/${id}`, { protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["m"] });
		await gateway.admin("PUT", `/admin/providers/${id}/oauth-client`, { ...server.oauthClient, ...more });
	}
	browser = join(cli.folder, "browser.sh");
	writeFileSync(browser, `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, "..", "support", "person-main.ts")}" "$1"\n`);
	chmodSync(browser, 0o700);
});
afterAll(async () => {
	await gateway?.close();
	await Promise.all([desk?.close(), site?.close(), upstream?.close()]);
	cli?.remove();
});

const env = (more: Readonly<Record<string, string>> = {}) => ({ SMART_ROUTER_URL: gateway.url, SMART_ROUTER_KEY: adminKey, ...more });
const run = (args: readonly string[], more?: Readonly<Record<string, string>>, input?: string) =>
	cli.run(args, { env: env(more), ...(input !== undefined && { input }) });

describe("the specification's `smart-router login antigravity --label work`", () => {
	let codeAssist: ScriptedServer;
	beforeAll(async () => {
		codeAssist = await startScriptedServer();
		codeAssist.script("/v1internal:loadCodeAssist", { body: { cloudaicompanionProject: "project-1" } });
		codeAssist.script("/v1internal:fetchAvailableModels", { body: { models: { "gemini-3-flash": { displayName: "Gemini 3 Flash" } } } });
	});
	afterAll(() => codeAssist?.close());
	const login = (label: string) => run(["login", "antigravity", "--label", label], { BROWSER: browser, PERSON: label });

	test("without an OAuth client says what is missing, where to get it, and which other way there is", async () => {
		const refused = await login("work");

		expect(refused).toMatchObject({ code: 1, stdout: "" });
		expect(refused.stderr).toContain("No OAuth client is configured for Antigravity");
		expect(refused.stderr).toContain("PUT /admin/providers/antigravity/oauth-client");
		expect(refused.stderr).toContain("https://aistudio.google.com/apikey");
	});

	test("with one, three labels become three accounts", async () => {
		await gateway.admin("PUT", "/admin/providers/antigravity", { baseUrl: codeAssist.origin });
		await gateway.admin("PUT", "/admin/providers/antigravity/oauth-client", { ...desk.oauthClient, redirectUri: "http://127.0.0.1/back" });
		const off = await login("work");
		await gateway.admin("PUT", "/admin/providers/antigravity", { subscriptionLogins: true });

		const linked = [await login("work"), await login("personal"), await login("backup")];
		const accounts = await run(["accounts", "list", "--provider", "antigravity"]);

		expect(off).toMatchObject({ code: 1, stderr: expect.stringContaining("subscriptionLogins") });
		expect(linked.map(({ stdout }) => stdout)).toEqual([
			"Linked antigravity:work (active).\n",
			"Linked antigravity:personal (active).\n",
			"Linked antigravity:backup (active).\n",
		]);
		for (const label of ["work", "personal", "backup"]) {
			expect(accounts.stdout).toMatch(new RegExp(`antigravity +antigravity:${label} +active +${label}@example\\.com`));
		}
	});
});

describe("smart-router login", () => {
	test("with a browser here: it opens, comes back to this program, and the account is linked", async () => {
		const linked = await run(["login", "desk", "--label", "work"], { BROWSER: browser, PERSON: "ann" });
		const accounts = await run(["accounts"]);

		expect(linked).toMatchObject({ code: 0, stdout: "Linked desk:work (active).\n" });
		expect(linked.stderr).toMatch(/Your browser opens.*\n\n {2}http:\/\/127\.0\.0\.1:\d+\/auth\?/);
		expect(accounts.stdout).toMatch(/desk +desk:work +active +ann@example\.com/);
	});

	test("without a label the e-mail address names it; --json prints the account", async () => {
		const linked = await run(["login", "desk", "--json"], { BROWSER: browser, PERSON: "ben" });

		expect(linked.code).toBe(0);
		expect(JSON.parse(linked.stdout)).toMatchObject({ profileId: "desk:ben@example.com", method: "oauth", status: "verified" });
	});

	test("a link of the gateway's own: the person confirms there, the program notices", async () => {
		const linked = await run(["login", "site", "--label", "web"], { BROWSER: browser, PERSON: "cat" });

		expect(linked).toMatchObject({ code: 0, stdout: "Linked site:web (active).\n" });
	});

	test("with a code: it is printed before any browser opens, and another device finishes it", async () => {
		const linked = await run(["login", "site", "--method", "device", "--label", "dev"], { BROWSER: browser, PERSON: "dan" });

		expect(linked).toMatchObject({ code: 0, stdout: "Linked site:dev (active).\n" });
		expect(linked.stderr).toMatch(
			new RegExp(`Code: [A-Z]{4}-[A-Z]{4}\nEnter it at ${gateway.url}/device on this machine, and sign in there`),
		);
		expect(linked.stderr).toContain(`ssh -L ${new URL(gateway.url).port}:localhost:${new URL(gateway.url).port}`);
	});

	test("signs in anew for an account, and refuses another identity for it", async () => {
		const anew = await run(["login", "desk", "--profile", "desk:work"], { BROWSER: browser, PERSON: "ann" });
		const other = await run(["login", "desk", "--profile", "desk:work"], { BROWSER: browser, PERSON: "eve" });

		expect(anew).toMatchObject({ code: 0, stdout: "Linked desk:work (active).\n" });
		expect(other).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("Another identity signed in") });
	});

	test("without a browser the address is shown, and what is pasted finishes it", async () => {
		const refused = await run(["login", "desk", "--no-browser"], {}, "http://127.0.0.1/back?code=made-up&state=made-up\n");

		expect(refused.stderr).toMatch(/Open this address:\n\n {2}http.*\n\nSign in\. The browser then shows a page that cannot be reached/s);
		expect(refused).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("does not belong to a login") });
	});

	test("Ctrl-C cancels the login at the gateway as well", async () => {
		const child = spawn(process.execPath, [bundle, "login", "site", "--method", "device", "--no-browser"], {
			env: { ...cli.env, ...env() },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let seen = "";
		await new Promise<void>((resolve) => {
			child.stderr.on("data", (chunk) => {
				seen += String(chunk);
				if (seen.includes("Waiting")) resolve();
			});
		});
		child.kill("SIGINT");
		const [code] = await once(child, "exit");

		const shown = await gateway.call("POST", "/device", `code=${/[A-Z]{4}-[A-Z]{4}/.exec(seen)?.[0]}`, {
			"content-type": "application/x-www-form-urlencoded",
		});

		expect([code, shown.status]).toEqual([1, 404]);
	});

	test("Ctrl-C while it waits for what is pasted ends at once, with stdin still open", async () => {
		const child = spawn(process.execPath, [bundle, "login", "desk", "--no-browser"], {
			env: { ...cli.env, ...env() },
			stdio: ["pipe", "pipe", "pipe"],
		});
		let seen = "";
		await new Promise<void>((resolve) => {
			child.stderr.on("data", (chunk) => {
				seen += String(chunk);
				if (seen.includes("Paste it here")) resolve();
			});
		});
		child.kill("SIGINT");
		const [code] = await once(child, "exit");

		expect([code, seen]).toEqual([1, expect.stringContaining("Cancelled. Nothing was linked.")]);
	});

	test.each([
		[
			["login", "gemini", "--method", "oauth"],
			1,
			/No OAuth client is configured for Gemini.*\nHint: .*oauth-client.*console\.cloud\.google\.com.*api-key/s,
		],
		[["login", "nowhere"], 1, /no such provider/],
		[["login", "desk", "--method", "api-key"], 2, /no terminal/],
		[["login", "desk", "--method", "telepathy"], 2, /choices|oauth, device, api-key/],
	] as const)("%j says what is wrong and what to do", async (args, code, words) => {
		const refused = await run([...args]);

		expect(refused).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(words) });
	});

	test("prints no token, code or secret", () => {
		expect(cli.transcript()).not.toContain(desk.clientSecret);
		expect(cli.transcript()).not.toMatch(/access_token|refresh_token|[?&]code=(?!made-up)/);
	});
});
