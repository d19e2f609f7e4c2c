import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

/** What a first screen loads is there before; everything else is asked for when it is opened. */
const laterCode = /\/assets\/.*\.js$/;

describe.skipIf(chromiumPath === undefined)("an open page whose code was replaced by a deploy", () => {
	let world: PageWorld;
	beforeAll(async () => {
		world = await openWorld();
	});
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});

	async function reload(page: Page): Promise<void> {
		const alert = page.getByRole("alert").filter({ hasText: "could not be loaded" });
		await alert.waitFor();
		await page.unroute(laterCode);
		await alert.getByRole("button", { name: "Reload" }).click();
	}

	it("says that a view could not be loaded, and a reload brings it", async () => {
		const page = await world.open("#/accounts");
		await page.route(laterCode, (route) => route.abort());
		await page.getByRole("link", { name: "Requests" }).click();

		await reload(page);

		await page.getByRole("heading", { name: "No requests yet" }).waitFor();
		await page.context().close();
	});

	it("says so for a dialog too", async () => {
		const page = await world.open("#/accounts");
		await page.route(laterCode, (route) => route.abort());
		await page.getByRole("link", { name: "Add Account", exact: true }).first().click();
		await page.getByRole("dialog", { name: "Not loaded" }).waitFor();

		await reload(page);

		await page.getByRole("dialog", { name: "Add Account" }).getByText("Select Provider").waitFor();
		await page.context().close();
	});

	it("takes no dialog for one that has the name of something else", async () => {
		const page = await world.open("#/accounts/constructor");

		await page.getByRole("heading", { name: "Link your first account" }).waitFor();
		expect(await page.getByRole("dialog").count()).toBe(0);
		await page.context().close();
	});
});
