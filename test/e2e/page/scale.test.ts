import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import { account, pool, putRequests, request } from "./seed.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

const accounts = 500;
const requests = 10_000;

describe.skipIf(chromiumPath === undefined)(`with ${accounts} accounts and ${requests} requests`, () => {
	let world: PageWorld;
	beforeAll(async () => {
		world = await openWorld(async (store) => {
			const now = Date.now();
			await store.put(pool("openai"));
			for (let index = 0; index < accounts; index++) {
				await store.put(
					account("openai", `a${String(index).padStart(3, "0")}`, { displayName: `Account ${index}`, lastUsedAt: now - index }),
				);
			}
			for (let first = 0; first < requests; first += 500) {
				const batch = Array.from({ length: 500 }, (_, index) =>
					request(now - (first + index) * 1000, { modelAsked: `m-${first + index}` }),
				);
				await Promise.all(batch.map((record) => putRequests(store, [record])));
			}
		});
	});
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});

	/** ms from the start of the navigation to the first row, as the browser counts them. */
	const firstRow = (selector: string): string => `new Promise((resolve) => {
		const look = () => (document.querySelector(${JSON.stringify(selector)}) ? resolve(performance.now()) : requestAnimationFrame(look));
		look();
	})`;

	it("the first accounts are there soon, then all of them, and a word finds one", async () => {
		const page = await world.open();
		await page.reload();
		const ms = await page.evaluate<number>(firstRow(".profile"));
		console.info(`first account after ${Math.round(ms)} ms`);
		await expect.poll(() => page.locator(".profile").count()).toBe(accounts);

		await page.getByLabel("Filter accounts").fill("Account 499");
		await expect.poll(() => page.locator(".profile").count()).toBe(1);
		await page.context().close();
	});

	it("requests scroll to the end without a blank row", async () => {
		const page = await world.open("#/requests");
		await page.reload();
		const ms = await page.evaluate<number>(firstRow(".data-block .data-row"));
		console.info(`first request after ${Math.round(ms)} ms`);
		let blanks = 0;
		let seen = 0;
		for (let steps = 0; steps < 40; steps++) {
			await page.mouse.wheel(0, 700);
			const found = await page.evaluate<{
				blanks: number;
				rows: number;
			}>(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
				const rows = [...Array(8)].map((_, index) => document.elementFromPoint(500, 80 + index * 85)?.closest("tr, .head, .data-head, .skeleton"));
				resolve({ blanks: rows.filter((row) => !row || row.textContent.trim() === "").length, rows: document.querySelectorAll(".data-block .data-row").length });
			})))`);
			blanks += found.blanks;
			seen = found.rows;
		}
		expect({ blanks }).toEqual({ blanks: 0 });
		expect(seen).toBeGreaterThan(500);
		await page.context().close();
	});

	it("the API gives both in pages", async () => {
		const list = await world.gateway.admin<{ data: unknown[]; nextCursor: string | null }>("GET", "/admin/requests?limit=200");

		expect(list.data).toHaveLength(200);
		expect(list.nextCursor).not.toBeNull();
	});
});
