import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../../support/browser.ts";
import { account, putRequests, request } from "./seed.ts";
import "./patience.ts";
import { openWorld, type PageWorld } from "./world.ts";

/** Each would run `hit()` if the page took it for anything but text. */
const payloads: readonly string[] = [
	...["script", "SCRIPT", "scr\u0131pt"].map((tag) => `<${tag}>hit()</${tag}>`),
	...["img", "video", "audio", "source", "embed", "object", "iframe", "input", "body", "link", "image"].map(
		(tag) => `<${tag} src=x onerror=hit()>`,
	),
	...["onload", "onfocus autofocus tabindex=0", "onmouseover", "onanimationstart", "ontoggle open", "onpointerenter"].map(
		(on) => `<svg ${on}=hit()>`,
	),
	...[
		"javascript:hit()",
		"JaVaScRiPt:hit()",
		"java\tscript:hit()",
		" javascript:hit()",
		"data:text/html,<script>hit()</script>",
		"vbscript:hit()",
	],
	...["a", "area", "form", "base", "math"].map((tag) => `<${tag} href=javascript:hit() action=javascript:hit()>click`),
	`"><script>hit()</script>`,
	`'><img src=x onerror=hit()>`,
	`\`><svg/onload=hit()>`,
	`</title><script>hit()</script>`,
	`</textarea><script>hit()</script>`,
	`</style><script>hit()</script>`,
	`<!--><script>hit()</script>-->`,
	`<![CDATA[<script>hit()</script>]]>`,
	`{{constructor.constructor('hit()')()}}`,
	`\${hit()}`,
	`<%= hit() %>`,
	`';hit();//`,
	`";hit();//`,
	`&lt;script&gt;hit()&lt;/script&gt;`,
	`&#60;script&#62;hit()&#60;/script&#62;`,
	`\\u003cscript\\u003ehit()\\u003c/script\\u003e`,
	`<style>@import'javascript:hit()';</style>`,
	`<div style="background:url(javascript:hit())">`,
	`<template><script>hit()</script></template>`,
	`<noscript><p title="</noscript><img src=x onerror=hit()>">`,
	`<details open ontoggle=hit()>`,
	`<marquee onstart=hit()>`,
	`<x contenteditable onblur=hit()>lose focus`,
	`<meta http-equiv=refresh content="0;javascript:hit()">`,
].slice(0, 50);

describe.skipIf(chromiumPath === undefined)("what admins and providers write stays text", () => {
	let world: PageWorld;
	let page: Page;
	const hits: string[] = [];

	beforeAll(async () => {
		world = await openWorld(async (store) => {
			const now = Date.now();
			for (const [index, text] of payloads.entries()) {
				const hostile = {
					displayName: text,
					email: text,
					tags: [text],
					models: [text],
					errorStreak: 9,
					errorText: text,
					baseUrl: text,
					cooldowns: {
						[text]: { id: "x", until: now + 600_000, reason: text, source: text, status: 429, evidence: text, at: now, streak: 0 },
					},
				};
				await store.put(account("openai", `n${index}`, hostile));
			}
			await putRequests(
				store,
				payloads.map((text) =>
					request(now, {
						modelAsked: text,
						model: text,
						provider: text,
						profileId: text,
						keyId: text,
						reason: text,
						tier: text,
						protocol: text,
						attempts: [{ attemptId: "a", profileId: text, provider: text, model: text, verdict: text, status: 500, ms: 1 }],
					}),
				),
			);
		});
		for (const name of payloads)
			await world.gateway.admin("POST", "/admin/keys", { name, scopes: ["proxy"], models: [name.slice(0, 200)] });
		page = await world.open();
		await page.exposeFunction("hit", () => hits.push("hit"));
		page.on("dialog", (dialog) => {
			hits.push(dialog.message());
			void dialog.dismiss();
		});
	});
	afterAll(async () => {
		await world.close();
		expect(world.problems).toEqual([]);
	});

	it("there are 50 of them", () => {
		expect(new Set(payloads).size).toBe(50);
	});

	it.each([
		["#/accounts", ".profile"],
		["#/accounts/edit/openai:n0", "dialog form"],
		["#/accounts/delete/openai:n1", "dialog"],
		["#/accounts/add?provider=%3Csvg%20onload%3Dhit()%3E", "dialog"],
		["#/%3Cimg%20src%3Dx%20onerror%3Dhit()%3E", ".empty"],
		["#/requests", ".data-block"],
		["#/keys", ".data-block"],
		["#/audit", ".data-block"],
	])("at %s", async (place, shows) => {
		await page.goto(`${world.gateway.url}/${place}`);
		await page.locator(shows).first().waitFor();

		// Whatever is no text would have become elements, attributes or links by now.
		const made = await page.evaluate<number>(
			`[...document.querySelectorAll("#page *")].filter((element) => /^(script|iframe|object|embed|marquee|style|base|meta|img|video|audio|math|area)$/i.test(element.tagName) || [...element.attributes].some(({ name, value }) => name.startsWith("on") || (/^(href|src|action)$/.test(name) && /^\\s*(java\\s*script|data|vbscript):/i.test(value)))).length`,
		);
		expect(made).toBe(0);
		expect(hits).toEqual([]);
	});

	it("and is shown as it was written", async () => {
		await page.goto(`${world.gateway.url}/#/keys`);
		await page.locator(".data-block").waitFor();
		const shown = await page.locator(".data-table strong").allTextContents();

		expect(new Set(shown)).toEqual(new Set([...payloads.map((text) => text.trim()), "first admin key"]));
	});
});
