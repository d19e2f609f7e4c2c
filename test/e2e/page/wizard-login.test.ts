import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthorizationServer, startAuthorizationServer } from "../../support/authorization-server.ts";
import { chromiumPath } from "../../support/browser.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

describe.skipIf(chromiumPath === undefined)("linking by signing in", () => {
	let world: PageWorld;
	let server: AuthorizationServer;
	beforeAll(async () => {
		world = await openWorld();
		server = await startAuthorizationServer({ redirectUris: [`${world.gateway.url}/login/corp/callback`], native: true });
		const provider = { protocol: "openai-chat", baseUrl: `${world.upstream.origin}/v1`, models: ["m"] };
		await world.gateway.admin("PUT", "/admin/providers/corp", provider);
		await world.gateway.admin("PUT", "/admin/providers/corp/oauth-client", server.oauthClient);
	});
	afterAll(async () => {
		await server.close();
		await world.close();
		expect(world.problems).toEqual([]);
	});

	const dialog = (page: Page) => page.getByRole("dialog", { name: "Add Account" });
	const step = (page: Page) => dialog(page).getByRole("heading", { level: 3 });

	/** At the provider: says who he is and allows what is asked. */
	async function authorize(page: Page, name: string): Promise<void> {
		await page.locator('input[name="login"]').fill(name);
		await page.locator('input[name="password"]').fill("any");
		await page.locator('button[type="submit"]').click();
		await page.locator('button[type="submit"]', { hasText: /continue/i }).click();
	}

	async function chooseMethod(page: Page, method: RegExp): Promise<void> {
		await page.getByRole("link", { name: "Add Account", exact: true }).first().click();
		await dialog(page).getByRole("button", { name: /^corp/ }).click();
		await dialog(page).getByRole("button", { name: method }).click();
	}

	it.each([
		[1280, "dark"],
		[360, "light"],
	] as const)("OAuth: connect, authorize in the other tab, named and tested (%i wide, %s)", async (width, scheme) => {
		const page = await world.open("#/accounts", { width, scheme });
		await chooseMethod(page, /OAuth.*Recommended/);
		expect(await step(page).textContent()).toBe("Connect with corp");

		const [tab] = await Promise.all([
			page.context().waitForEvent("page"),
			dialog(page).getByRole("button", { name: "Connect with corp" }).click(),
		]);
		await dialog(page).getByText("Waiting for you to authorize in the other tab.").waitFor();
		await authorize(tab, `maria-${width}`);
		await tab.getByText(`corp:maria-${width}@example.com`).waitFor();

		await dialog(page).getByText(`Linked as corp:maria-${width}@example.com`).waitFor();
		await dialog(page).getByLabel("Display name (optional)").fill("Maria");
		await dialog(page).getByRole("button", { name: "Continue" }).click();
		await dialog(page)
			.getByText(/corp answered in/)
			.waitFor();
		await dialog(page).getByRole("button", { name: "Done" }).click();
		await page
			.getByRole("listitem")
			.filter({ hasText: `maria-${width}@example.com` })
			.getByText("Verified")
			.waitFor();
		await page.context().close();
	});

	it.each([
		[1280, "light"],
		[360, "dark"],
	] as const)("Device Code: code, address, QR code; authorized on another device it is noticed (%i wide, %s)", async (width, scheme) => {
		const page = await world.open("#/accounts", { width, scheme });
		await chooseMethod(page, /Device Code/);
		const code = (await dialog(page).locator("output").textContent()) ?? "";
		expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
		expect(
			await dialog(page)
				.getByRole("link", { name: /\/device/ })
				.getAttribute("href"),
		).toBe(`${world.gateway.url}/device`);
		expect(
			await dialog(page)
				.getByRole("img", { name: /QR code/ })
				.isVisible(),
		).toBe(true);
		expect(await dialog(page).getByRole("timer").textContent()).toMatch(/^\d+:\d\d$/);

		const device = await world.open("device", { key: null, width: 360 });
		await device.locator('input[name="code"]').fill(code);
		await device.getByRole("button").first().click();
		await device.getByRole("button").first().click();
		await device.waitForURL((url) => url.origin === server.issuer);
		await authorize(device, `jonas-${width}`);
		await device.getByText(`corp:jonas-${width}@example.com`).waitFor();

		await dialog(page).getByText(`Linked as corp:jonas-${width}@example.com`).waitFor();
		await dialog(page).getByRole("button", { name: "Continue" }).click();
		await dialog(page)
			.getByText(/corp answered in/)
			.waitFor();
		await device.context().close();
		await page.context().close();
	});

	it("goes on after a reload: the same code waits, and what was authorized meanwhile is there", async () => {
		const page = await world.open();
		await chooseMethod(page, /Device Code/);
		const code = await dialog(page).locator("output").textContent();

		await page.reload();

		await expect.poll(() => dialog(page).locator("output").textContent()).toBe(code);
		await page.context().close();
	});

	it("a login that is refused or cancelled says so and begins again", async () => {
		const page = await world.open();
		await chooseMethod(page, /OAuth/);
		const connect = async (): Promise<Page> => {
			const [tab] = await Promise.all([
				page.context().waitForEvent("page"),
				dialog(page).getByRole("button", { name: "Connect with corp" }).click(),
			]);
			return tab;
		};
		const tab = await connect();
		await tab.getByRole("link", { name: /cancel/i }).click();
		await dialog(page).getByRole("alert").waitFor();
		await dialog(page).getByRole("button", { name: "Start again" }).click();
		await connect();
		await dialog(page).getByRole("button", { name: "Cancel login" }).click();

		await dialog(page).getByText("The login was cancelled.").waitFor();
		expect(await dialog(page).getByRole("button", { name: "Start again" }).isVisible()).toBe(true);
		await page.context().close();
	});

	it("a login that nobody knows any more offers a new one", async () => {
		const page = await world.open("#/accounts/add?provider=corp&method=oauth&login=log_gone&step=connect");

		await dialog(page).getByText("This login is no longer known").waitFor();
		await dialog(page).getByRole("button", { name: "Start again" }).click();

		expect(await dialog(page).getByRole("button", { name: "Connect with corp" }).isVisible()).toBe(true);
		await page.context().close();
	});

	it("a method that lacks its setting says which, and where", async () => {
		const page = await world.open("#/accounts/add?provider=gemini");

		await dialog(page).getByText("No OAuth client is set for Gemini.").first().waitFor();
		await dialog(page).getByRole("link", { name: "Open Settings" }).first().click();

		await page.getByRole("dialog", { name: "Gemini" }).getByLabel("Client id").waitFor();
		await page.context().close();
	});

	it("Re-authenticate keeps the account and takes nobody else's", async () => {
		const page = await world.open();
		const again = page.getByRole("dialog", { name: "Re-authenticate corp:maria-1280@example.com" });
		const connect = async (name: string): Promise<void> => {
			const [tab] = await Promise.all([
				page.context().waitForEvent("page"),
				again.getByRole("button", { name: "Connect with corp" }).click(),
			]);
			await authorize(tab, name);
			await tab.waitForURL(`${world.gateway.url}/**`);
			await tab.close();
			await page.context().clearCookies({ domain: "127.0.0.1" });
		};
		await page.getByRole("link", { name: "Edit maria-1280@example.com" }).click();
		await page.getByRole("dialog").getByRole("link", { name: "Re-authenticate" }).click();

		await connect("somebody-else");
		await again.getByRole("alert").waitFor();
		await again.getByRole("button", { name: "Start again" }).click();
		await connect("maria-1280");

		await page.getByText("corp:maria-1280@example.com is signed in again.").first().waitFor();
		expect(await world.gateway.admin("GET", "/admin/accounts/corp:maria-1280@example.com")).toMatchObject({ displayName: "Maria" });
		await page.context().close();
	});
});
