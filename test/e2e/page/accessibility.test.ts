import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthorizationServer, startAuthorizationServer } from "../../support/authorization-server.ts";
import { chromiumPath } from "../../support/browser.ts";
import { believable } from "./believable.ts";
import "./patience.ts";
import { violations } from "./violations.ts";
import { focused, openWorld, type PageWorld } from "./world.ts";

type Place = readonly [place: string, shows: string];

/** Every view and dialog that has an address, and what shows that it is there. */
const places: readonly Place[] = [
	["#/accounts", ".profile"],
	["#/accounts/add", "dialog .option"],
	["#/accounts/add?provider=openai", "dialog .option"],
	["#/accounts/add?provider=openai&method=api_key", "dialog form"],
	["#/accounts/add?provider=gemini&method=oauth", "dialog form"],
	["#/accounts/add?provider=openai&account=openai:work&step=name", "dialog form"],
	["#/accounts/add?provider=openai&account=openai:work&step=done", "dialog pre"],
	["#/accounts/renew/openai:legacy", "dialog form"],
	["#/accounts/renew/gemini:jonas@northwind.example", "dialog"],
	["#/accounts/edit/openai:work", "dialog form"],
	["#/accounts/cooldown/openai:work", "dialog form"],
	["#/accounts/delete/openai:work", "dialog"],
	["#/accounts/delete/openai:nobody", "dialog"],
	["#/accounts/rotation/openai", "dialog form"],
	["#/requests", ".data-block"],
	["#/routing", ".rules-form"],
	["#/usage", ".empty, .bars"],
	["#/keys", ".data-block"],
	["#/keys/new", "dialog form"],
	["#/keys/edit/none", "dialog"],
	["#/keys/revoke/none", "dialog"],
	["#/audit", ".data-block"],
	["#/settings", ".settings-list"],
	["#/settings/gemini", "dialog form"],
	["#/settings/+", "dialog form"],
	["#/nowhere", ".empty"],
];

describe.skipIf(chromiumPath === undefined)("for everybody", () => {
	let world: PageWorld;
	let server: AuthorizationServer;
	/** Places whose address names what was made just now: logins that wait for a person, and a key. */
	let made: readonly Place[];
	beforeAll(async () => {
		world = await openWorld((store) => believable(store, Date.now()));
		const { url, admin } = world.gateway;
		server = await startAuthorizationServer({ redirectUris: [`${url}/login/gemini/callback`], native: true });
		await admin("PUT", "/admin/providers/gemini/oauth-client", server.oauthClient);
		const login = await admin<{ id: string }>("POST", "/admin/logins", { provider: "gemini", method: "oauth" });
		const key = await admin<{ keyId: string }>("POST", "/admin/keys", { name: "laptop", scopes: ["proxy"], providers: ["openai"] });
		made = [
			[`#/accounts/add?provider=gemini&method=oauth&login=${login.id}`, "dialog .notice"],
			["#/accounts/add?provider=gemini&method=device", "dialog .qr"],
			[`#/keys/edit/${key.keyId}`, "dialog form"],
		];
	});
	afterAll(async () => {
		await server.close();
		await world.close();
		expect(world.problems).toEqual([]);
	});

	describe.each([
		[1280, "light"],
		[320, "dark"],
	] as const)("%i wide, %s", (width, scheme) => {
		it("no view and no dialog breaks a rule of WCAG 2.2 AA, and none is wider than its window", async () => {
			const page = await world.open("#/accounts", { width, scheme });
			const found: Record<string, unknown> = {};
			for (const [place, shows] of [...places, ...made]) {
				await page.goto(`${world.gateway.url}/${place}`);
				await page.locator(shows).first().waitFor();
				const wide = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
				const broken = await violations(page);
				if (broken.length > 0 || wide > 0) found[place] = { broken, wide };
			}
			expect(found).toEqual({});
			await page.context().close();
			// Thirty places, a second or more each on a busy machine.
		}, 240_000);

		it("neither does the page before anybody signed in, nor the open menu", async () => {
			const page = await world.open("", { width, scheme, key: null });
			await page.getByLabel("API key").waitFor();
			expect(await violations(page)).toEqual([]);
			await page.context().close();
			if (width > 860) return;
			const signedIn = await world.open("#/accounts", { width, scheme });
			await signedIn.getByRole("button", { name: "Menu" }).click();
			await signedIn.getByRole("navigation").waitFor();
			expect(await violations(signedIn)).toEqual([]);
			await signedIn.getByRole("link", { name: "Requests" }).click();
			await expect.poll(() => signedIn.getByRole("heading", { level: 1 }).textContent()).toBe("Requests");
			await expect.poll(() => signedIn.getByRole("navigation").isVisible()).toBe(false);
			await signedIn.context().close();
		});
	});

	it("the whole wizard goes by keyboard alone, and the focus is never lost", async () => {
		const page = await world.open();
		const press = async (...keys: readonly string[]): Promise<void> => {
			for (const key of keys) await page.keyboard.press(key);
			expect(await page.evaluate<boolean>("document.activeElement !== document.body")).toBe(true);
		};
		/** Goes on with Tab until something of this name has the focus. */
		const tabTo = async (name: RegExp): Promise<void> => {
			for (let steps = 0; steps < 80; steps++) {
				await press("Tab");
				if (name.test(await focused(page))) return;
			}
			throw new Error(`never reached ${name}`);
		};
		await tabTo(/^Skip to content$/);
		await press("Enter");
		await tabTo(/^Add Account$/);
		await press("Enter");
		await expect.poll(() => focused(page)).toBe("Select Provider");
		await tabTo(/Codex/);
		await press("Enter");
		await expect.poll(() => focused(page)).toBe("Choose Authentication Method");
		await tabTo(/API Key/);
		await press("Enter");
		await expect.poll(() => focused(page)).toBe("API Key of Codex");
		await tabTo(/^$/);
		await page.keyboard.type("sk-by-keyboard");
		await press("Enter");
		await expect.poll(() => focused(page)).toBe("Name the account");
		await tabTo(/^$/);
		await page.keyboard.type("by-keyboard");
		await press("Enter");
		await expect.poll(() => focused(page)).toBe("openai:by-keyboard is linked");
		await page.getByText(/Codex answered in/).waitFor();
		await tabTo(/^Done$/);
		await press("Enter");
		await expect.poll(() => focused(page)).toBe("Add Account");
		expect(await world.gateway.admin("GET", "/admin/accounts/openai:by-keyboard")).toMatchObject({ status: "verified" });
		await page.context().close();
	});

	it("Escape leaves a dialog, the browser's Back opens it again", async () => {
		const page = await world.open();
		await page.getByRole("link", { name: "Settings of Claude" }).click();
		const dialog = page.getByRole("dialog", { name: "Rotation of Claude" });
		await dialog.waitFor();
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "detached" });
		expect(await focused(page)).toBe("Settings of Claude");

		await page.goBack();

		await dialog.waitFor();
		await page.context().close();
	});

	it("the theme that is chosen stays, whatever the system says", async () => {
		const page = await world.open("#/accounts", { scheme: "light" });
		const paper = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
		const light = await paper();

		await page.getByRole("radio", { name: "Dark" }).check({ force: true });
		const dark = await paper();
		await page.reload();
		await page.locator(".profile").first().waitFor();

		expect(dark).not.toBe(light);
		expect(await paper()).toBe(dark);
		await page.context().close();
	});
});
