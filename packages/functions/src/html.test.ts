import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { html, prose, styleSheet, styleSource } from "./html.ts";
import { palette } from "./palette.ts";

it("texts are escaped, HTML is not, lists are joined, backticks make code", () => {
	expect(html`<p title="${`"'&<>`}">`.text).toBe('<p title="&quot;&#39;&amp;&lt;&gt;">');
	expect(html`<ul>${["<a>", "b"].map((text) => html`<li>${text}</li>`)}</ul>`.text).toBe("<ul><li>&lt;a&gt;</li><li>b</li></ul>");
	expect(prose("a `<b>` c").text).toBe("a <code>&lt;b&gt;</code> c");
});

it("a style sheet stands as it is and is known by its hash", () => {
	expect(styleSheet("a > b {}").text).toBe("<style>a > b {}</style>");
	expect(styleSource("")).toBe("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
});

it("the palette is the page's", () => {
	const tokens = readFileSync("packages/web/src/style/tokens.css", "utf8");
	const declared = [...palette.matchAll(/--[a-z-]+: .+?;/g)].map(([declaration]) => declaration);

	expect(declared.length).toBeGreaterThan(10);
	for (const declaration of declared) expect(tokens).toContain(declaration);
});
