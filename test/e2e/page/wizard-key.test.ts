import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

describe.skipIf(chromiumPath === undefined)("linking by API key", () => {
	let world: PageWorld;
	beforeAll(async () => {
		world = await openWorld();
	});
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});

	const dialog = (page: Page) => page.getByRole("dialog", { name: "Add Account" });
	const step = (page: Page) => dialog(page).getByRole("heading", { level: 3 });

	async function toKey(page: Page): Promise<void> {
		await page.getByRole("link", { name: "Add Account", exact: true }).first().click();
		await dialog(page)
			.getByRole("button", { name: /^Codex/ })
			.click();
		await dialog(page)
			.getByRole("button", { name: /API Key/ })
			.click();
		await expect.poll(() => step(page).textContent()).toBe("API Key of Codex");
	}

	it.each([
		[1280, "light"],
		[360, "dark"],
	] as const)("goes from nothing to an account that answered a live call (%i wide, %s)", async (width, scheme) => {
		const label = `work-${width}`;
		const page = await world.open("#/accounts", { width, scheme });
		await toKey(page);

		await dialog(page).getByLabel("API key").fill(`sk-${label}`);
		await dialog(page).getByRole("button", { name: "Verify" }).click();
		await dialog(page).getByLabel("Label (optional)").fill(label);
		await dialog(page).getByLabel("Display name (optional)").fill("Platform");
		await dialog(page).getByRole("button", { name: "Link account" }).click();
		await dialog(page)
			.getByText(/Codex answered in \d+ ms|Codex answered in [\d.]+ s/)
			.waitFor();

		expect(await step(page).textContent()).toBe(`openai:${label} is linked`);
		expect(await dialog(page).locator("pre").textContent()).toContain('"model":"openai/');
		await dialog(page).getByRole("button", { name: "Done" }).click();
		await page.getByRole("listitem").filter({ hasText: label }).getByText("Verified").waitFor();
		expect(await world.gateway.admin("GET", `/admin/accounts/openai:${label}`)).toMatchObject({
			displayName: "Platform",
			status: "verified",
		});
		await page.context().close();
	});

	it("tells a wrong key in the specification's words, and a right one goes on", async () => {
		world.upstream.revoke("sk-wrong");
		const page = await world.open();
		await toKey(page);

		await dialog(page).getByLabel("API key").fill("sk-wrong");
		await dialog(page).getByRole("button", { name: "Verify" }).click();
		const alert = dialog(page).getByRole("alert");
		await alert.waitFor();

		expect(await alert.innerText()).toMatch(/^Account verification failed\. Check that the API key is correct\./);
		expect(await dialog(page).getByRole("button", { name: "Go on without verifying" }).count()).toBe(0);
		await dialog(page).getByLabel("API key").fill("sk-right");
		await dialog(page).getByRole("button", { name: "Verify" }).click();
		await dialog(page).getByText("The key works.").waitFor();
		await page.context().close();
	});

	it.each([
		[{ status: 403, on: "all" }, "Verify the key has required permissions", false],
		[{ status: 429, on: "all" }, "Ensure the key isn't rate limited", true],
		[{ status: 500, on: "all" }, "Check that the provider can be reached", true],
	] as const)("says what to check by what was wrong (%j), and goes on where that is not the key", async (behaviour, advice, goesOn) => {
		world.upstream.script("sk-bad", behaviour);
		const page = await world.open();
		await toKey(page);
		await dialog(page).getByLabel("API key").fill("sk-bad");
		await dialog(page).getByRole("button", { name: "Verify" }).click();
		const alert = dialog(page).getByRole("alert");
		await alert.waitFor();

		expect(await alert.innerText()).toContain(`Account verification failed. ${advice}`);
		expect(await alert.innerText()).not.toContain("Check that the API key is correct");
		expect(await dialog(page).getByRole("button", { name: "Go on without verifying" }).count()).toBe(goesOn ? 1 : 0);
		await page.context().close();
	});

	it("offers a way on when the key cannot be checked just now", async () => {
		world.upstream.script("sk-busy", { status: 429, on: "all" });
		const page = await world.open();
		await toKey(page);
		await dialog(page).getByLabel("API key").fill("sk-busy");
		await dialog(page).getByRole("button", { name: "Verify" }).click();

		await dialog(page).getByRole("button", { name: "Go on without verifying" }).click();
		await dialog(page).getByLabel("Label (optional)").fill("busy");
		await dialog(page).getByRole("button", { name: "Link account" }).click();
		await step(page).getByText("openai:busy is linked").waitFor();
		await dialog(page).getByRole("alert").waitFor();

		expect(await dialog(page).getByRole("button", { name: "Test again" }).isVisible()).toBe(true);
		await page.context().close();
	});

	it("keeps what was typed on the way back, and a label that is taken says so at its field", async () => {
		await world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["taken"]);
		const page = await world.open();
		await toKey(page);
		await dialog(page).getByLabel("API key").fill("sk-kept");
		await dialog(page).getByRole("button", { name: "Verify" }).click();
		await dialog(page).getByLabel("Label (optional)").fill("taken");
		await dialog(page).getByRole("button", { name: "Link account" }).click();
		await dialog(page)
			.getByText(/openai:taken is linked already/)
			.waitFor();

		await dialog(page).getByRole("button", { name: "Back" }).click();
		expect(await dialog(page).getByLabel("API key").inputValue()).toBe("sk-kept");
		await dialog(page).getByRole("button", { name: "Back" }).click();
		await dialog(page)
			.getByRole("button", { name: /API Key/ })
			.click();
		expect(await dialog(page).getByLabel("API key").inputValue()).toBe("sk-kept");
		await dialog(page).getByRole("button", { name: "Verify" }).click();
		expect(await dialog(page).getByLabel("Label (optional)").inputValue()).toBe("taken");
		await dialog(page).getByLabel("Label (optional)").fill("free");
		await dialog(page).getByRole("button", { name: "Link account" }).click();
		await step(page).getByText("openai:free is linked").waitFor();
		await page.context().close();
	});

	it("goes on after a reload where it was, but never keeps a key", async () => {
		const page = await world.open();
		await toKey(page);
		await dialog(page).getByLabel("API key").fill("sk-reloaded");
		await dialog(page).getByRole("button", { name: "Verify" }).click();
		await dialog(page).getByText("The key works.").waitFor();

		await page.reload();

		await dialog(page).getByText("Paste the key again: this page never keeps one.").waitFor();
		const kept = await page.evaluate<string>(
			"JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie, url: location.href })",
		);
		expect(kept).not.toContain("sk-reloaded");
		expect(kept).not.toMatch(/sr=/);
		await page.context().close();
	});

	it("adds several in a row", async () => {
		const page = await world.open();
		await toKey(page);
		for (const label of ["row-1", "row-2"]) {
			await dialog(page).getByLabel("API key").fill(`sk-${label}`);
			await dialog(page).getByRole("button", { name: "Verify" }).click();
			await dialog(page).getByLabel("Label (optional)").fill(label);
			await dialog(page).getByRole("button", { name: "Link account" }).click();
			await step(page).getByText(`openai:${label} is linked`).waitFor();
			await dialog(page).getByRole("button", { name: "Add another Codex account" }).click();
			await dialog(page).getByLabel("API key").waitFor();
			expect(await dialog(page).getByLabel("API key").inputValue()).toBe("");
		}
		await page.context().close();
	});
});
