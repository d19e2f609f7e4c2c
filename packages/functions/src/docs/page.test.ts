import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { html } from "../html.ts";
import { openApiDocument } from "../openapi/document.ts";
import { routes } from "../routes.ts";
import { docsAnswer } from "./answer.ts";
import { referencePage } from "./page.ts";
import { fieldsOf, typeOf } from "./schema.ts";

const { headers, body } = docsAnswer({ version: "1.2.3" });
const page = String(body);

describe("the reference of the API", () => {
	it("has every route under an anchor of its own, and a link to it", () => {
		for (const { id, summary } of routes) {
			expect(page.split(`<article id="${id}">`)).toHaveLength(2);
			expect(page).toContain(`href="#${id}"`);
			expect(page).toContain(html`${summary}`.text);
		}
	});

	it("holds no script and nothing foreign, and allows neither", () => {
		expect(page).not.toMatch(/<script|<link|<img|<iframe|javascript:|\son\w+=|(src|href)="https?:/i);
		const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? "";
		const hash = createHash("sha256").update(style).digest("base64");
		expect(headers["content-security-policy"]).toBe(
			`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
		);
	});

	it("links to nothing that is not there", () => {
		const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);

		expect(targets.length).toBeGreaterThan(routes.length);
		for (const target of new Set(targets)) expect(page).toContain(`id="${target}"`);
	});

	it("writes down whatever the document says as text", () => {
		const hostile = openApiDocument({ version: '<script>alert("1")</script>' });

		expect(referencePage(hostile)).not.toContain("<script>");
	});
});

it.each([
	[{ type: "string" }, "string"],
	[{ type: "array", items: { type: "number" } }, "number[]"],
	[{ enum: ["a", "b"] }, '"a" or "b"'],
	[{ anyOf: [{ type: "string" }, { type: "null" }] }, "string or null"],
	[{ type: ["string", "null"] }, "string or null"],
	[{}, "any"],
])("%j is %s", (schema, words) => {
	expect(typeOf(schema)).toBe(words);
});

it("shows the fields of what a list holds, with their rules", () => {
	const fields = fieldsOf({
		type: "array",
		items: { type: "object", required: ["n"], properties: { n: { type: "integer", minimum: 1, maximum: 5 } } },
	});

	expect(fields.text).toBe("<dl><dt><code>n</code> <span>integer, 1 to 5</span> <em>required</em></dt><dd></dd></dl>");
});
