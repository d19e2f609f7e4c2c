import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuthorizationServer, startAuthorizationServer } from "../support/authorization-server.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { createPerson, signIn as signInByScript } from "../support/person.ts";

let gateway: TestGateway;
let upstream: FakeUpstream;
let server: AuthorizationServer;
let browser: Browser;
let contexts: BrowserContext[] = [];

describe.skipIf(chromiumPath === undefined)("a person at a real browser", { timeout: 120_000 }, () => {
	beforeAll(async () => {
		[gateway, upstream, browser] = await Promise.all([startTestGateway(), startFakeUpstream(), openBrowser()]);
		server = await startAuthorizationServer({ redirectUris: [`${gateway.url}/login/corp/callback`] });
		await gateway.admin("PUT", "/admin/providers/corp", { protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["m"] });
		await gateway.admin("PUT", "/admin/providers/corp/oauth-client", server.oauthClient);
	});
	afterAll(async () => {
		await Promise.all(contexts.map((context) => context.close()));
		await browser?.close();
		await gateway?.close();
		await Promise.all([server?.close(), upstream?.close()]);
	});

	/** A browser of its own, as on another device: no cookie is shared. Only this machine is visited. */
	async function device(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
		const context = await browser.newContext(options);
		contexts = [...contexts, context];
		await context.route(/^https?:\/\/(?!localhost|127\.0\.0\.1)/, (route) => route.abort());
		return context.newPage();
	}

	interface Login {
		readonly id: string;
		readonly authorizeUrl: string;
		readonly userCode: string;
		readonly verificationUrl: string;
	}
	const start = (fields: object) => gateway.admin<Login>("POST", "/admin/logins", { provider: "corp", method: "oauth", ...fields });
	const look = (id: string) => gateway.admin("GET", `/admin/logins/${id}`);

	async function signIn(page: Page, name: string): Promise<void> {
		await page.fill('input[name="login"]', name);
		await page.fill('input[name="password"]', "any");
		await page.click('button[type="submit"]');
		await page.click('button[type="submit"]');
	}

	test("links an account by the provider's page, and another by a code typed on another device", async () => {
		const [hosted, bridged] = [await start({ label: "desk" }), await start({ method: "device", label: "phone" })];
		const [desk, phone] = [await device(), await device({ colorScheme: "dark", viewport: { width: 360, height: 740 } })];

		await desk.goto(hosted.authorizeUrl);
		const warned = await desk.textContent("main");
		await desk.click("button");
		await signIn(desk, "ann");
		await desk.waitForURL(/\/login\/corp\/callback/);

		await phone.goto(bridged.verificationUrl);
		await phone.fill("#code", bridged.userCode.toLowerCase());
		await phone.click("button");
		const told = await phone.textContent("main");
		await phone.click("button");
		await signIn(phone, "ben");
		await phone.waitForURL(/\/login\/corp\/callback/);

		expect(warned).toContain("Only continue if you started this yourself");
		expect(await desk.textContent("main")).toContain("The account corp:desk is linked");
		for (const fact of ["corp", "first admin key", "local", "default"]) expect(told).toContain(fact);
		expect(await phone.textContent("main")).toContain("The account corp:phone is linked");
		expect(await look(hosted.id)).toMatchObject({ status: "completed", profileId: "corp:desk" });
		expect(await look(bridged.id)).toMatchObject({ status: "completed", profileId: "corp:phone" });
	});

	test("who is lured to a callback that another browser began is refused", async () => {
		const login = await start({ label: "lured" });
		// The attacker signs in at the provider by himself, and keeps the address to which it would send him back.
		const attacker = createPerson((url) => url.includes("/login/corp/callback"));
		const confirmed = await attacker.submit(await attacker.open(login.authorizeUrl));
		const provider = /<a class="act" href="([^"]+)"/.exec(confirmed.body)?.[1]?.replaceAll("&amp;", "&") ?? "";
		const { stoppedAt = "" } = await signInByScript(attacker, provider, "mallory");
		const victim = await device();

		await victim.goto(stoppedAt);

		expect(await victim.textContent("main")).toContain("not confirmed in this browser");
		expect(await look(login.id)).toMatchObject({ status: "pending" });
	});

	test("the pages load nothing, run nothing, and neither the code nor a cookie can be read by script", async () => {
		const login = await start({ label: "quiet" });
		const page = await device();
		const asked: string[] = [];
		page.on("request", (request) => asked.push(request.url()));
		const complaints: string[] = [];
		page.on("console", (message) => complaints.push(message.text()));

		await page.goto(login.authorizeUrl);
		await page.goto(`${gateway.url}/device`);

		expect(asked.filter((url) => !url.endsWith("/favicon.ico"))).toEqual([login.authorizeUrl, `${gateway.url}/device`]);
		expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
		expect(await page.evaluate("document.cookie")).toBe("");
	});
});
