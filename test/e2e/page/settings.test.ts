import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

const secret = "a-client-secret-canary-55e0";
const oauth = { authorizeUrl: "https://id.example/authorize", tokenUrl: "https://id.example/token", scopes: ["openid"] };

describe.skipIf(chromiumPath === undefined)("a provider's settings", () => {
	let world: PageWorld;
	let page: Page;
	beforeAll(async () => {
		world = await openWorld();
		page = await world.open("#/settings");
	});
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});
	beforeEach(async () => {
		await admin("DELETE", "/admin/providers/corp/oauth-client").catch(() => undefined);
		await admin("DELETE", "/admin/providers/corp").catch(() => undefined);
		await admin("PUT", "/admin/providers/corp", {
			protocol: "anthropic-messages",
			baseUrl: "http://127.0.0.1:9/v1",
			models: ["m-1"],
			oauth,
		});
	});

	type Fields = Record<string, unknown>;
	const admin = (method: string, path: string, body?: Fields) => world.gateway.admin<Fields>(method, path, body);
	const stored = () => admin("GET", "/admin/providers/corp/oauth-client");
	/** The dialog of a provider as somebody finds it who opens it now. */
	async function open(id: string) {
		await page.goto(`${world.gateway.url}/#/settings`);
		await page.reload();
		await page.goto(`${world.gateway.url}/#/settings/${id}`);
		const dialog = page.getByRole("dialog");
		const client = dialog.getByRole("form", { name: "OAuth client" });
		await dialog.getByLabel("Base URL").waitFor();
		return { dialog, client, save: dialog.getByRole("button", { name: "Save", exact: true }) };
	}

	it("a custom one's address is moved, and nothing else of it changes", async () => {
		const { dialog, save } = await open("corp");
		expect(await save.getAttribute("aria-disabled")).toBe("true");

		await dialog.getByLabel("Base URL").fill("http://127.0.0.1:8/v1/");
		await save.click();
		await page.getByText("corp was saved.").first().waitFor();

		expect(await admin("GET", "/admin/providers/corp")).toMatchObject({
			...{ protocol: "anthropic-messages", baseUrl: "http://127.0.0.1:8/v1", models: ["m-1"] },
			oauth: { scopes: ["openid"] },
		});
		await expect.poll(() => dialog.getByLabel("Base URL").inputValue()).toBe("http://127.0.0.1:8/v1");
		expect(await save.getAttribute("aria-disabled")).toBe("true");
	});

	it("a built-in one's plan logins are allowed without a word about its address, which is put back by emptying it", async () => {
		await admin("PUT", "/admin/providers/anthropic", { baseUrl: "http://127.0.0.1:9" });
		const { dialog, save } = await open("anthropic");

		await dialog.getByRole("switch", { name: "Allow logins with a person's plan" }).check();
		await dialog.getByLabel("Base URL").fill("");
		await save.click();
		await page.getByText("Claude was saved.").first().waitFor();

		expect(await admin("GET", "/admin/providers/anthropic")).toMatchObject({
			baseUrl: expect.stringMatching(/anthropic\.com/),
			oauth: { subscriptionLogins: true },
		});
	});

	it("an OAuth client is set, and keeps its secret and its endpoints while its scopes change", async () => {
		const first = await open("corp");
		await first.client.getByLabel("Client id").fill("mine");
		await first.client.getByLabel("Client secret").fill(secret);
		await first.client.getByRole("button", { name: "Save client" }).click();
		await first.client.getByText("One is stored.").waitFor();
		await admin("PUT", "/admin/providers/corp/oauth-client", {
			redirectUri: "http://127.0.0.1/back",
			userinfoUrl: "https://id.example/me",
		});

		const { client } = await open("corp");
		await client.getByLabel("Scopes").fill("openid, email");
		await client.getByRole("button", { name: "Save client" }).click();
		await page.getByText("The OAuth client of corp was saved.").first().waitFor();

		expect(await stored()).toMatchObject({
			...{ clientId: "mine", hasSecret: true, scopes: ["openid", "email"] },
			...{ redirectUri: "http://127.0.0.1/back", userinfoUrl: "https://id.example/me", tokenUrl: oauth.tokenUrl },
		});
		expect(await page.content()).not.toContain(secret);
	});

	it("a secret goes when that is said, and the client when it is removed", async () => {
		await admin("PUT", "/admin/providers/corp/oauth-client", { clientId: "mine", clientSecret: secret });
		const { client } = await open("corp");

		await client.getByRole("switch", { name: "Forget the stored secret" }).check();
		await client.getByRole("button", { name: "Save client" }).click();
		await client.getByText("If the client has one.").waitFor();
		expect(await stored()).toMatchObject({ clientId: "mine", hasSecret: false });

		await client.getByRole("button", { name: "Remove client" }).click();
		await client.getByRole("button", { name: "Remove client" }).waitFor({ state: "detached" });
		await expect(stored()).rejects.toThrow("404");
	});

	it("what is wrong stands at its field, or below where no field shows it", async () => {
		await admin("PUT", "/admin/providers/corp/oauth-client", { clientId: "mine", clientSecret: secret });
		const { dialog, client, save } = await open("corp");

		await dialog.getByLabel("Base URL").fill("https://user:password@x.example");
		await save.click();
		await dialog.getByText("must not hold a user name or a password").waitFor();
		await client.getByLabel("Client id").fill("another");
		await client.getByRole("button", { name: "Save client" }).click();
		await client.getByText("The stored client secret belongs to another client id").waitFor();
		expect(await client.getByLabel("Client secret").getAttribute("aria-invalid")).toBe("true");

		await admin("PUT", "/admin/providers/corp", { oauth: null });
		await client.getByLabel("Client secret").fill(secret);
		await client.getByRole("button", { name: "Save client" }).click();
		await client.getByRole("alert").getByText("so tokenUrl is needed").waitFor();
	});

	it("what another admin changed meanwhile is not overwritten", async () => {
		await admin("PUT", "/admin/providers/corp/oauth-client", { clientId: "mine", clientSecret: secret });
		const { dialog, client, save } = await open("corp");
		await admin("PUT", "/admin/providers/corp", { models: ["m-2"] });
		await admin("PUT", "/admin/providers/corp/oauth-client", { scopes: ["theirs"] });

		await client.getByLabel("Scopes").fill("ours");
		await client.getByRole("button", { name: "Save client" }).click();
		await client.getByText("This was changed by someone else").waitFor();
		await client.getByRole("button", { name: "Reload the values" }).click();
		await expect.poll(() => client.getByLabel("Scopes").inputValue()).toBe("theirs");

		await dialog.getByLabel("Base URL").fill("http://127.0.0.1:7/v1");
		await save.click();
		await dialog.getByRole("form", { name: "Address" }).getByRole("button", { name: "Reload the values" }).click();
		await expect.poll(() => dialog.getByLabel("Base URL").inputValue()).toBe("http://127.0.0.1:9/v1");
	});

	it("a client that is out of date says so, and is set again", async () => {
		await admin("PUT", "/admin/providers/corp/oauth-client", { clientId: "mine", clientSecret: secret });
		await admin("PUT", "/admin/providers/corp", { oauth: { ...oauth, deviceUrl: "https://id.example/device" } });
		const { client } = await open("corp");

		await client.getByText("endpoints have changed").waitFor();
		await client.getByLabel("Client secret").fill(secret);
		await client.getByRole("button", { name: "Save client" }).click();
		await client.getByText("endpoints have changed").waitFor({ state: "detached" });

		expect(await stored()).toMatchObject({ outdated: false, hasSecret: true });
	});

	it("an account that was linked before its provider moved says so, beside what helps", async () => {
		await world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["settled"]);
		await admin("PUT", "/admin/providers/openai", { baseUrl: `${world.upstream.origin}/moved/v1` });
		await page.goto(`${world.gateway.url}/#/accounts`);

		const row = page.locator(".profile").filter({ hasText: "settled" });
		await row.getByText("Linked to the provider's old address.").waitFor();

		expect(await row.getByRole("link", { name: "Replace key" }).count()).toBe(1);
	});

	it("a new one is refused at its id where that is taken or cannot be one", async () => {
		await page.goto(`${world.gateway.url}/#/settings/+`);
		const dialog = page.getByRole("dialog", { name: "Add a provider" });
		await dialog.getByLabel("Base URL").fill("http://127.0.0.1:9/v1");

		await dialog.getByLabel("Id", { exact: true }).fill("corp");
		await dialog.getByRole("button", { name: "Save and link" }).click();
		await dialog.getByText("There is a provider corp already.").waitFor();
		await dialog.getByLabel("Id", { exact: true }).fill("Not An Id");
		await dialog.getByRole("button", { name: "Save and link" }).click();
		await dialog.getByText("id: must be 1 to 32").waitFor();
	});
});
