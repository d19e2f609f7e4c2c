import { styleSource } from "../html.ts";
import type { Answer } from "../middleware/call.ts";
import { openApiDocument } from "../openapi/document.ts";
import { referencePage } from "./page.ts";
import { style } from "./style.ts";

/** The reference page; its one style is allowed by its hash, so that nothing foreign can run or show. */
export const docsAnswer = (facts: { readonly version: string }): Answer => ({
	statusCode: 200,
	headers: {
		"content-type": "text/html; charset=utf-8",
		"content-security-policy": `default-src 'none'; style-src ${styleSource(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
	},
	body: referencePage(openApiDocument(facts)),
});
