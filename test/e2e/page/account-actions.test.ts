import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import { keyOf } from "../../support/gateway.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

describe.skipIf(chromiumPath === undefined).each([
	[1280, "light"],
	[360, "dark"],
] as const)("what can be done with an account (%i wide, %s)", (width, scheme) => {
	let world: PageWorld;
	let page: Page;
	beforeAll(async () => {
		world = await openWorld();
		await world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["work", "spare"]);
		page = await world.open("#/accounts", { width, scheme });
	});
	beforeEach(async () => {
		await page.goto(`${world.gateway.url}/#/accounts`);
		await row("work").waitFor();
	});
	afterEach(() => world.upstream.reset());
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});

	const row = (label: string) => page.locator(".profile").filter({ has: page.locator("strong", { hasText: new RegExp(`^${label}$`) }) });
	const statusOf = (label: string) => row(label).locator(".status");
	const view = (label: string) => world.gateway.admin<Record<string, unknown>>("GET", `/admin/accounts/openai:${label}`);
	const rest = (label: string, scope: string) =>
		world.gateway.admin("PUT", `/admin/accounts/openai:${label}/cooldowns/${scope}`, { seconds: 600 });

	it("Verify makes a real call, and says what is wrong and what helps when the key is refused", async () => {
		const before = world.upstream.calls(keyOf("work")).length;
		await page.getByRole("button", { name: "Verify work" }).click();
		await expect.poll(() => world.upstream.calls(keyOf("work")).length).toBe(before + 1);

		world.upstream.revoke(keyOf("work"));
		await page.getByRole("button", { name: "Verify work" }).click();
		await row("work").getByRole("alert").waitFor();
		expect(await row("work").getByRole("alert").innerText()).toContain("Account verification failed.");
		expect(await statusOf("work").textContent()).toBe("Error");

		world.upstream.reset();
		await row("work").getByRole("link", { name: "Replace key" }).first().click();
		const dialog = page.getByRole("dialog", { name: "Replace the key of openai:work" });
		await dialog.getByLabel("New API key").fill(keyOf("work"));
		await dialog.getByRole("button", { name: "Verify and replace" }).click();
		await page.getByText("openai:work has a new key.").first().waitFor();
		await expect.poll(() => statusOf("work").textContent()).toBe("Verified");
	});

	it("Pause and Resume", async () => {
		await page.getByRole("button", { name: "Pause work" }).click();
		await expect.poll(() => statusOf("work").textContent()).toBe("Disabled");
		expect(await view("work")).toMatchObject({ enabled: false });

		await page.getByRole("button", { name: "Resume work" }).click();
		await expect.poll(() => statusOf("work").textContent()).toBe("Verified");
	});

	it("a cooldown shows by itself with its countdown, and Clear cooldown ends it without losing the focus", async () => {
		await rest("work", "*");
		await expect.poll(() => statusOf("work").textContent()).toBe("Cooldown");
		expect(await row("work").getByRole("timer").textContent()).toMatch(/^(10:00|9:\d\d)$/);
		expect(await row("work").locator(".reason p").textContent()).toBe("Set by hand.");

		await row("work").getByRole("button", { name: "Clear cooldown" }).focus();
		await page.keyboard.press("Enter");

		await expect.poll(() => statusOf("work").textContent()).toBe("Verified");
		await expect.poll(() => page.evaluate<boolean>("document.activeElement !== document.body")).toBe(true);
		expect(await view("work")).toMatchObject({ cooldowns: [] });
	});

	it("a model that cools is shown alone and cleared alone", async () => {
		await rest("work", "gpt-5.4");
		await rest("work", "gpt-4.1");
		const models = row("work").getByRole("list", { name: "Models that are cooling" });
		await models.getByText("gpt-5.4").waitFor();
		expect(await statusOf("work").textContent()).toBe("Verified");

		await row("work").getByRole("button", { name: "Clear cooldown of gpt-5.4" }).click();

		await expect.poll(() => models.getByText("gpt-5.4").count()).toBe(0);
		expect(await models.getByText("gpt-4.1").count()).toBe(1);
		await row("work").getByRole("button", { name: "Clear cooldown of gpt-4.1" }).click();
		await expect.poll(() => models.count()).toBe(0);
	});

	it("Edit changes names, tags, priority, cap and models; a fault stands at its field", async () => {
		await page.getByRole("link", { name: "Edit spare" }).click();
		const dialog = page.getByRole("dialog", { name: "Edit openai:spare" });
		await dialog.getByLabel("Display name").fill("For nights");
		await dialog.getByLabel("Tags").fill("eu, night,eu");
		await dialog.getByLabel("Priority").fill("7");
		await dialog.getByLabel("Concurrency cap").fill("3");
		await dialog.getByLabel("Models").fill("has space");
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.getByRole("alert").waitFor();
		expect(await dialog.getByRole("alert").textContent()).toContain("models");
		await dialog.getByLabel("Models").fill("gpt-5.4");
		await dialog.getByRole("button", { name: "Save" }).click();

		await row("spare").getByText("For nights").waitFor();
		expect(await row("spare").locator(".tag").allTextContents()).toEqual(["eu", "night"]);
		expect(await view("spare")).toMatchObject({
			displayName: "For nights",
			tags: ["eu", "night"],
			priority: 7,
			maxConcurrency: 3,
			models: ["gpt-5.4"],
		});
	});

	it("Rotate makes the next account primary, or says why it cannot", async () => {
		await page.getByRole("button", { name: "Rotate Codex" }).click();
		await page.locator(".profile").getByText("Primary").waitFor();
		const { primary } = await world.gateway.admin<{ primary: string }>("GET", "/admin/pools/openai");
		const other = primary === "openai:work" ? "spare" : "work";
		expect(await row(primary.slice(7)).getByText("Primary").count()).toBe(1);

		await world.gateway.admin("PATCH", `/admin/accounts/openai:${other}`, { enabled: false });
		await page.getByRole("button", { name: "Rotate Codex" }).click();
		const alert = page.getByRole("alert").filter({ hasText: "No other account of openai can be used" });
		await alert.waitFor();
		await alert.getByRole("button", { name: "Dismiss" }).click();
		await world.gateway.admin("PATCH", `/admin/accounts/openai:${other}`, { enabled: true });
	});

	it("Rotation Settings say what they do before they are saved", async () => {
		await page.getByRole("link", { name: "Settings of Codex" }).click();
		const dialog = page.getByRole("dialog", { name: "Rotation of Codex" });
		await dialog.getByRole("radio", { name: /Failover-only/ }).check();
		await dialog.getByLabel("Cooldown (seconds)").fill("90");
		await dialog.getByLabel("Max Retries").fill("5");
		await dialog.getByRole("switch", { name: "Affinity" }).uncheck();
		const effects = await dialog.getByRole("region", { name: "Effect" }).innerText();
		expect(effects).toMatch(/Requests stay on openai:\w+; the other 1 wait/);
		expect(effects).toContain("rests about 1:30");
		expect(effects).toContain("5 refusals in a row");
		expect(effects).toContain("may go to another account");
		await dialog.getByRole("button", { name: "Save" }).click();

		await dialog.waitFor({ state: "detached" });
		await page.locator(".provider-facts").getByText("Failover-only").waitFor();
		expect(await world.gateway.admin("GET", "/admin/pools/openai")).toMatchObject({
			strategy: "failover-only",
			cooldownSeconds: 90,
			maxRetries: 5,
			affinity: { enabled: false },
		});
	});

	it("a field that is not shown does not stand in the way of Save", async () => {
		await page.getByRole("link", { name: "Settings of Codex" }).click();
		const dialog = page.getByRole("dialog", { name: "Rotation of Codex" });
		await dialog.getByRole("switch", { name: "Affinity" }).check();
		await dialog.getByLabel("Affinity lasts (seconds)").fill("");
		await dialog.getByRole("switch", { name: "Affinity" }).uncheck();
		await dialog.getByRole("button", { name: "Save" }).click();

		await dialog.waitFor({ state: "detached" });
		const { affinity } = await world.gateway.admin<{ affinity: object }>("GET", "/admin/pools/openai");
		expect(affinity).toEqual({ enabled: false, ttlSeconds: 3600 });
	});

	it("a cooldown is set by hand, by keyboard, with its reason", async () => {
		await page.getByRole("link", { name: "Set cooldown of work" }).focus();
		await page.keyboard.press("Enter");
		const dialog = page.getByRole("dialog", { name: "Set a cooldown of openai:work" });
		await dialog.getByLabel("Duration").fill("2");
		await dialog.getByLabel("Unit").selectOption("hours");
		await dialog.getByLabel("Reason (optional)").fill("plan is being changed");
		await page.keyboard.press("Enter");

		await expect.poll(() => statusOf("work").textContent()).toBe("Cooldown");
		expect(await row("work").locator(".reason p").textContent()).toBe("Plan is being changed.");
		expect(await row("work").getByRole("timer").textContent()).toMatch(/^(2 h 00 min|1 h 59 min)$/);
		expect(await page.evaluate<string>("document.activeElement?.getAttribute('aria-label')")).toBe("Set cooldown of work");
		await row("work").getByRole("button", { name: "Clear cooldown" }).click();
		await expect.poll(() => statusOf("work").textContent()).toBe("Verified");
	});

	it("a single model of an account is let rest by hand; what is no model id stands at its field", async () => {
		await page.getByRole("link", { name: "Set cooldown of work" }).click();
		const dialog = page.getByRole("dialog", { name: "Set a cooldown of openai:work" });
		await dialog.getByLabel("What rests").selectOption("model");
		await dialog.getByLabel("Model", { exact: true }).fill("has space");
		await dialog.getByRole("button", { name: "Set cooldown" }).click();
		await dialog.getByRole("alert").waitFor();
		expect(await dialog.getByLabel("Model", { exact: true }).getAttribute("aria-invalid")).toBe("true");
		await dialog.getByLabel("Model", { exact: true }).fill("gpt-5.4");
		await dialog.getByRole("button", { name: "Set cooldown" }).click();

		await row("work").getByRole("list", { name: "Models that are cooling" }).getByText("gpt-5.4").waitFor();
		expect(await statusOf("work").textContent()).toBe("Verified");
		await row("work").getByRole("button", { name: "Clear cooldown of gpt-5.4" }).click();
	});

	it("Delete asks first, says that past usage stays, and the focus stays on the page", async () => {
		await world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["old"]);
		await page.getByRole("link", { name: "Delete old" }).click();
		const dialog = page.getByRole("dialog", { name: "Delete openai:old?" });
		expect(await dialog.innerText()).toContain("Removing an account doesn't affect past session data");
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await expect.poll(() => row("old").count()).toBe(1);
		expect(await page.evaluate<string>("document.activeElement?.getAttribute('aria-label')")).toBe("Delete old");

		await page.keyboard.press("Enter");
		await dialog.getByRole("button", { name: "Delete account" }).click();

		await expect.poll(() => row("old").count()).toBe(0);
		await page.getByText("openai:old was removed. Its past usage stays.").first().waitFor();
		await expect.poll(() => page.evaluate<boolean>("document.activeElement !== document.body")).toBe(true);
	});

	it("news from elsewhere are there within two seconds of their being told", async () => {
		const answered = page.waitForResponse((response) => response.url().includes("/admin/accounts"));
		await answered;
		const next = page.waitForRequest((request) => request.url().includes("/admin/accounts"));
		const startedAt = performance.now();
		await next;
		const waited = performance.now() - startedAt;
		await world.gateway.admin("PATCH", "/admin/accounts/openai:work", { displayName: "Renamed elsewhere" });

		await row("work").getByText("Renamed elsewhere").waitFor();
		// The page's own pause between two looks; what comes on top is this machine's.
		expect(waited).toBeLessThan(2_000);
	});
});
