import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import { adminKey } from "../../support/gateway.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

describe.skipIf(chromiumPath === undefined)("beside the accounts", () => {
	let world: PageWorld;
	beforeAll(async () => {
		world = await openWorld();
	});
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});
	const heading = (page: Page) => page.getByRole("heading", { level: 1 });

	it("signing in: a wrong key says so, a right one opens the page, signing out ends it", async () => {
		const page = await world.open("", { key: null });
		await page.getByLabel("API key").fill("a key that nobody ever made");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByRole("alert").getByText("This API key is not known here").waitFor();

		await page.getByLabel("API key").fill(adminKey);
		await page.keyboard.press("Enter");
		await expect.poll(() => heading(page).textContent()).toBe("Accounts");
		const cookies = await page.context().cookies();
		expect(cookies).toEqual([expect.objectContaining({ name: "sr", httpOnly: true, sameSite: "Strict" })]);
		expect(await page.evaluate<string>("JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie")).not.toContain(adminKey);

		await page.getByRole("button", { name: "Sign out" }).click();
		await page.getByLabel("API key").waitFor();
		expect(await page.context().cookies()).toEqual([]);
		const [cookie] = cookies;
		expect((await fetch(`${world.gateway.url}/admin/accounts`, { headers: { cookie: `sr=${cookie?.value}` } })).status).toBe(401);
		await page.context().close();
	});

	it("nothing linked teaches what to do", async () => {
		const page = await world.open();

		await page.getByRole("heading", { name: "Link your first account" }).waitFor();
		await page.goto(`${world.gateway.url}/#/requests`);
		await page.getByRole("heading", { name: "No requests yet" }).waitFor();
		await page.context().close();
	});

	it("a key is shown once, limited, listed without itself, and revoked; revoking one's own signs out", async () => {
		const page = await world.open("#/keys");
		await page.getByRole("link", { name: "Create key" }).click();
		const dialog = page.getByRole("dialog");
		await dialog.getByLabel("Name").fill("ci");
		await dialog.getByRole("checkbox", { name: /accounts:read/ }).check();
		await dialog.getByLabel("Requests a minute").fill("60");
		await dialog.getByText("Limit it to certain providers").click();
		await dialog.getByLabel("Providers").fill("openai");
		await dialog.getByRole("button", { name: "Create key" }).click();
		const key = (await dialog.locator(".key-shown code").textContent()) ?? "";
		expect(key).toMatch(/^sr_local_\w{49}$/);
		await dialog.getByRole("button", { name: "I have kept it" }).click();

		const row = page.getByRole("row").filter({ hasText: "ci" });
		expect(await row.innerText()).toContain("60 requests a minute · providers: openai");
		expect(await page.content()).not.toContain(key);

		const other = await world.open("#/accounts", { key });
		expect(await other.getByRole("navigation").getByRole("link").allTextContents()).toEqual([
			expect.stringContaining("Smart Router"),
			...["Accounts", "Requests", "Routing", "Settings"],
		]);
		expect(await other.getByRole("link", { name: "Add Account" }).count()).toBe(0);
		await row.getByRole("link", { name: "Revoke ci" }).click();
		await dialog.getByRole("button", { name: "Revoke key" }).click();
		await row.getByText("Revoked").waitFor();
		await other.getByLabel("API key").waitFor();
		await other.context().close();
		await page.context().close();
	});

	it("requests come in live, open to every account that was tried, and are shared by their address", async () => {
		await world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["limited", "working"]);
		await world.gateway.admin("POST", "/admin/pools/openai/rotate").catch(() => undefined);
		const page = await world.open("#/requests");
		world.upstream.script("sk-fake-limited", { status: 429, headers: { "retry-after": "600" } });
		for (let calls = 0; calls < 2; calls++) {
			await world.gateway.chat({ model: "openai/gpt-5.4", messages: [{ role: "user", content: "canary of a prompt" }] });
		}

		await page.getByText("2 attempts").first().waitFor();
		const link = page.getByRole("row").filter({ hasText: "2 attempts" }).getByRole("link");
		const address = await link.getAttribute("href");
		await link.click();
		const dialog = page.getByRole("dialog", { name: "Request" });
		await expect.poll(() => dialog.locator(".attempts strong").allTextContents()).toEqual(["openai:limited", "openai:working"]);
		expect(await dialog.locator(".attempts").innerText()).toMatch(/HTTP 429[\s\S]*Answered · HTTP 200/);
		expect(await page.content()).not.toContain("canary of a prompt");

		const shared = await world.open(address ?? "");
		await shared.getByRole("dialog", { name: "Request" }).getByText("openai:limited").waitFor();
		await shared.goto(`${world.gateway.url}/#/requests/req_nobody`);
		await shared.getByRole("alert").getByText("There is no record of this request").waitFor();
		await shared.context().close();
		await page.context().close();
	});

	it("what one key saw is not shown to the next that signs in", async () => {
		const { key } = await world.gateway.admin<{ key: string }>("POST", "/admin/keys", {
			name: "guest",
			scopes: ["accounts:read", "proxy"],
		});
		const page = await world.open("#/requests");
		await page.locator(".data-block").first().waitFor();
		await page.getByRole("button", { name: "Sign out" }).click();

		await page.getByLabel("API key").fill(key);
		await page.keyboard.press("Enter");

		await page.getByRole("heading", { name: "No requests yet" }).waitFor();
		expect(await page.locator(".data-block").count()).toBe(0);
		await page.context().close();
	});

	it("the audit tells who changed what, without secrets", async () => {
		await world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["audited"]);
		const page = await world.open("#/audit");
		const row = page.getByRole("row").filter({ hasText: "Link account" }).first();

		await expect.poll(() => row.innerText()).toMatch(/first admin key[\s\S]*Done/);
		await row.getByText("Details").click();
		expect(await row.locator("pre").textContent()).toContain('"provider": "openai"');
		expect(await page.content()).not.toContain("sk-fake");
		await page.context().close();
	});

	it("a change that was still under way when it was first seen is shown done when it is", async () => {
		await world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["slow"]);
		const page = await world.open("#/accounts");
		let isUnderWay = true;
		await page.route(/\/admin\/audit\?/, async (route) => {
			// Whole, also where it has not changed since.
			const { "if-none-match": _seen, ...headers } = route.request().headers();
			const response = await route.fetch({ headers });
			const { data, ...rest } = (await response.json()) as { data: object[] };
			await route.fulfill({ response, json: { ...rest, data: isUnderWay ? data.with(0, { ...data[0], outcome: "started" }) : data } });
		});
		await page.goto(`${world.gateway.url}/#/audit`);
		await page.getByText("Not finished").waitFor();

		isUnderWay = false;

		await page.getByText("Not finished").waitFor({ state: "detached" });
		await page.unrouteAll({ behavior: "ignoreErrors" });
		await page.context().close();
	});

	it("a provider is added under Settings, and its first account right after", async () => {
		const page = await world.open("#/settings");
		await page.getByRole("link", { name: "Add a provider" }).click();
		const dialog = page.getByRole("dialog", { name: "Add a provider" });
		await dialog.getByLabel("Id").fill("mine");
		await dialog.getByLabel("Base URL").fill(`${world.upstream.origin}/v1`);
		await dialog.getByLabel("Models").fill("m-1, m-2");
		await dialog.getByRole("button", { name: "Save and link an account" }).click();

		await page
			.getByRole("dialog", { name: "Add Account" })
			.getByRole("button", { name: /API Key/ })
			.waitFor();
		await page.goto(`${world.gateway.url}/#/settings/mine`);
		await page.getByRole("dialog", { name: "mine" }).getByRole("button", { name: "Remove provider" }).click();
		await page.getByText("mine was removed.").first().waitFor();
		await page.context().close();
	});

	it("says that it lost the gateway, and recovers by itself", async () => {
		const page = await world.open("#/accounts");
		await page.locator(".profile").first().waitFor();
		await page.context().setOffline(true);
		await page.getByText("The gateway does not answer.").waitFor();

		await page.context().setOffline(false);

		await page.getByText("The gateway does not answer.").waitFor({ state: "detached" });
		await page.context().close();
	});
});
