import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

describe.skipIf(chromiumPath === undefined)("two admins change the same thing", () => {
	let world: PageWorld;
	beforeAll(async () => {
		world = await openWorld();
		await world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["work"]);
	});
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});

	const changedMeanwhile = (page: Page) => page.getByRole("alert").filter({ hasText: "changed by someone else meanwhile" });
	const save = (page: Page) => page.getByRole("button", { name: "Save" }).click();
	const reload = (page: Page) => changedMeanwhile(page).getByRole("button", { name: "Reload the values" }).click();

	it("an account keeps what the other saved; the values are read anew, and the change is made again", async () => {
		const page = await world.open("#/accounts/edit/openai:work");
		const dialog = page.getByRole("dialog", { name: "Edit openai:work" });
		await dialog.getByLabel("Display name").fill("Mine");
		await world.gateway.admin("PATCH", "/admin/accounts/openai:work", { tags: ["theirs"], priority: 3 });

		await save(page);

		await changedMeanwhile(page).waitFor();
		expect(await world.gateway.admin("GET", "/admin/accounts/openai:work")).toMatchObject({
			displayName: null,
			tags: ["theirs"],
			priority: 3,
		});
		await reload(page);
		await expect.poll(() => dialog.getByLabel("Tags").inputValue()).toBe("theirs");
		expect(await dialog.getByLabel("Priority").inputValue()).toBe("3");
		await dialog.getByLabel("Display name").fill("Mine");
		await save(page);
		await dialog.waitFor({ state: "detached" });
		expect(await world.gateway.admin("GET", "/admin/accounts/openai:work")).toMatchObject({ displayName: "Mine", tags: ["theirs"] });
		await page.context().close();
	});

	it("neither do rotation settings go unseen", async () => {
		const page = await world.open("#/accounts/rotation/openai");
		const dialog = page.getByRole("dialog", { name: "Rotation of Codex" });
		await dialog.getByLabel("Cooldown (seconds)").fill("90");
		await world.gateway.admin("PATCH", "/admin/pools/openai", { maxRetries: 9 });

		await save(page);

		await changedMeanwhile(page).waitFor();
		await reload(page);
		await expect.poll(() => dialog.getByLabel("Max Retries").inputValue()).toBe("9");
		await dialog.getByLabel("Cooldown (seconds)").fill("90");
		await save(page);
		await dialog.waitFor({ state: "detached" });
		expect(await world.gateway.admin("GET", "/admin/pools/openai")).toMatchObject({ maxRetries: 9, cooldownSeconds: 90 });
		await page.context().close();
	});

	it("nor routing rules", async () => {
		const page = await world.open("#/routing");
		await page.getByRole("textbox", { name: "SIMPLE" }).fill("openai/gpt-6-luna");
		const { revision: _old, ...rules } = await world.gateway.admin("GET", "/admin/routing");
		await world.gateway.admin("PUT", "/admin/routing", { ...rules, aliases: { theirs: "openai/gpt-6-luna" } });

		await save(page);

		await changedMeanwhile(page).waitFor();
		await reload(page);
		await expect.poll(() => page.getByRole("textbox", { name: "Aliases" }).inputValue()).toBe("theirs = openai/gpt-6-luna");
		await page.context().close();
	});
});
