import { newRequestId } from "@smart-router/core/usage/request-record.ts";
import { tally } from "@smart-router/core/usage/tally.ts";
import { noUsage } from "@smart-router/llm/chat/response.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import { violations } from "./violations.ts";
import { openWorld, type PageWorld } from "./world.ts";

const dayMs = 24 * 3600_000;

describe.skipIf(chromiumPath === undefined)("the page", () => {
	let world: PageWorld;
	beforeAll(async () => {
		world = await openWorld(async (store) => {
			for (const [days, nanoUsd] of [
				[0, 3e9],
				[2, 5e8],
			] as const) {
				const time = Date.now() - days * dayMs;
				await tally(
					{ store },
					{
						...{ workspace: "default", requestId: newRequestId(time), time, keyId: "key_1", profileId: "openai:work", provider: "openai" },
						...{ model: "gpt-6-luna", failed: false, usage: { ...noUsage, input: 1000, output: 50 }, cost: { nanoUsd, estimated: false } },
					},
				);
			}
		});
	});
	beforeAll(() => world.gateway.link({ id: "openai", baseUrl: `${world.upstream.origin}/v1` }, ["work"]));
	afterAll(() => world?.close());

	it.each([{ scheme: "light", width: 1280 } as const, { scheme: "dark", width: 390 } as const])(
		"shows where a prompt would go, and saves tiers ($scheme, $width px)",
		async (look) => {
			const page = await world.open("#/routing", look);

			await page.getByRole("textbox", { name: "Prompt" }).fill("Prove that there are infinitely many primes, and derive a bound.");
			await page.getByRole("button", { name: "Show the plan" }).click();
			expect(await page.locator(".routed").textContent()).toContain("REASONING");
			expect(await page.getByRole("table", { name: "Plan" }).textContent()).toContain("openai:work");
			await page.getByRole("textbox", { name: "SIMPLE" }).fill("openai/gpt-6-lunna");
			await page.getByRole("button", { name: "Save" }).click();
			await page.getByText("Did you mean").waitFor();
			expect(await violations(page)).toEqual([]);
			await page.getByRole("textbox", { name: "SIMPLE" }).fill("openai/gpt-6-luna");
			await page.getByRole("button", { name: "Save" }).click();
			await page.getByText("Routing settings saved").first().waitFor();

			const { tiers } = await world.gateway.admin<{ tiers: { SIMPLE: string[] } }>("GET", "/admin/routing");
			expect(tiers.SIMPLE).toEqual(["openai/gpt-6-luna"]);
			await page.context().close();
		},
	);

	it("plots what was used, by day and by account", async () => {
		const page = await world.open("#/usage");

		await page.getByRole("img", { name: /^Cost by day/ }).waitFor();
		expect(await page.locator(".bar").count()).toBe(30);
		expect(await page.getByRole("table", { name: "Usage by account" }).textContent()).toContain("openai:work");
		expect(await page.locator(".facts").first().textContent()).toContain("$3.50");
		expect(await violations(page)).toEqual([]);
		await page.getByLabel("By", { exact: true }).selectOption("model");
		await page.getByText("openai/gpt-6-luna").waitFor();
		await page.context().close();
	});

	it("shows what was chosen last, however late the answer to an older choice comes", async () => {
		const page = await world.open("#/accounts");
		const old = Promise.withResolvers<void>();
		await page.route(/\/admin\/usage\?groupBy=account/, async (route) => {
			await old.promise;
			// The page gave it up: there may be nobody left to answer.
			await route.continue().catch(() => undefined);
		});
		await page.goto(`${world.gateway.url}/#/usage`);

		await page.getByLabel("By", { exact: true }).selectOption("model");

		await page.getByRole("table", { name: "Usage by model" }).waitFor();
		old.resolve();
		await page.getByLabel("Plot").selectOption("requests");
		await page.getByRole("img", { name: /^Requests by day/ }).waitFor();
		expect(await page.getByRole("table", { name: "Usage by account" }).count()).toBe(0);
		await page.context().close();
	});

	it("breaks no content policy and asks nobody else", () => {
		expect(world.problems).toEqual([]);
	});
});
