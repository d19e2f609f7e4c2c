import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

interface Key {
	readonly keyId: string;
	readonly name: string;
}

describe.skipIf(chromiumPath === undefined).each([
	[1280, "light"],
	[360, "dark"],
] as const)("API keys (%i wide, %s)", (width, scheme) => {
	let world: PageWorld;
	beforeAll(async () => {
		world = await openWorld();
	});
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});

	const keyNamed = async (name: string) =>
		(await world.gateway.admin<{ data: Key[] }>("GET", "/admin/keys")).data.find((key) => key.name === name);

	it("a key is made with a budget; what is wrong with it stands at its field", async () => {
		const page = await world.open("#/keys/new", { width, scheme });
		const dialog = page.getByRole("dialog", { name: "Create key" });
		await dialog.getByLabel("Name").fill("budgeted");
		await dialog.getByLabel("Budget (USD)").fill("0");
		await dialog.getByLabel("Budget period").selectOption("day");
		await dialog.getByRole("button", { name: "Create key" }).click();
		await dialog.getByRole("alert").getByText("budget.usd").waitFor();
		expect(await dialog.getByLabel("Budget (USD)").getAttribute("aria-invalid")).toBe("true");

		await dialog.getByLabel("Budget (USD)").fill("2.5");
		await dialog.getByLabel("Budget (tokens)").fill("100000");
		await dialog.getByRole("button", { name: "Create key" }).click();
		await page.getByRole("button", { name: "I have kept it" }).click();

		await page.getByText("$2.50 a day · 100,000 tokens a day").waitFor();
		expect(await keyNamed("budgeted")).toMatchObject({ budget: { usd: 2.5, tokens: 100_000, period: "day" } });
		await page.context().close();
	});

	it("a failure that no field shows is shown all the same", async () => {
		const page = await world.open("#/keys/new", { width, scheme });
		const error = { type: "permission_error", code: "permission_denied", message: "Not these scopes.", param: "scopes", hint: null };
		await page.route(/\/admin\/keys$/, (route) =>
			route.request().method() === "POST" ? route.fulfill({ status: 403, json: { error } }) : route.continue(),
		);
		await page.getByLabel("Name").fill("refused");
		await page.getByRole("button", { name: "Create key" }).click();

		await page.getByRole("alert").getByText("Not these scopes.").waitFor();
		await page.context().close();
	});

	it("a key is edited: what is emptied is no limit any more, what is not touched stays", async () => {
		const { keyId } = await world.gateway.admin<Key>("POST", "/admin/keys", {
			name: "laptop",
			scopes: ["proxy"],
			requestsPerMinute: 60,
			budget: { usd: 1, period: "month" },
			expiresAt: "2040-06-01T10:00:30Z",
			providers: ["openai"],
		});
		const page = await world.open("#/keys", { width, scheme });
		await page.getByRole("link", { name: "Edit laptop" }).focus();
		await page.keyboard.press("Enter");
		const dialog = page.getByRole("dialog", { name: "Edit the key laptop" });
		expect(await dialog.getByLabel("Providers").inputValue()).toBe("openai");
		await dialog.getByLabel("Name").fill("laptop of Maria");
		await dialog.getByLabel("Requests a minute").fill("");
		await dialog.getByLabel("Budget (USD)").fill("5");
		await dialog.getByRole("checkbox", { name: /accounts:read/ }).check();
		await dialog.getByRole("button", { name: "Save" }).click();

		await dialog.waitFor({ state: "detached" });
		await page.getByText("laptop of Maria").waitFor();
		expect(await world.gateway.admin("GET", `/admin/keys/${keyId}`)).toMatchObject({
			name: "laptop of Maria",
			scopes: ["accounts:read", "proxy"],
			requestsPerMinute: null,
			budget: { usd: 5, period: "month" },
			expiresAt: "2040-06-01T10:00:30.000Z",
			providers: ["openai"],
		});
		await page.context().close();
	});

	it("what somebody else changed meanwhile is not overwritten", async () => {
		const { keyId } = await world.gateway.admin<Key>("POST", "/admin/keys", { name: "shared", scopes: ["proxy"] });
		const page = await world.open(`#/keys/edit/${keyId}`, { width, scheme });
		const dialog = page.getByRole("dialog", { name: "Edit the key shared" });
		await dialog.getByLabel("Name").fill("renamed");
		await world.gateway.admin("PATCH", `/admin/keys/${keyId}`, { requestsPerMinute: 7 });

		await dialog.getByRole("button", { name: "Save" }).click();

		await dialog.getByRole("button", { name: "Reload the values" }).click();
		await expect.poll(() => dialog.getByLabel("Requests a minute").inputValue()).toBe("7");
		expect(await dialog.getByLabel("Name").inputValue()).toBe("shared");
		await page.context().close();
	});

	it("a key that is not there, or revoked, cannot be edited", async () => {
		const page = await world.open("#/keys/edit/key_nobody", { width, scheme });

		await page.getByRole("dialog", { name: "Key not found" }).getByRole("button", { name: "Close" }).last().click();
		expect(await page.getByRole("dialog").count()).toBe(0);
		await page.context().close();
	});
});
