import type { Answer } from "../middleware/call.ts";

/** Stands for the page where it was not built: a checkout without its dependencies' scripts run. */
export const notBuilt: Answer = {
	statusCode: 200,
	headers: {
		"content-type": "text/html; charset=utf-8",
		"content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	},
	body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Smart Router</title>
<h1>Smart Router</h1>
<p>The gateway runs; its page is not built here. Build it with <code>npm run prepare</code> and start again.</p>
<p><a href="docs">The API</a> (<a href="openapi.json">OpenAPI 3.1</a>) · <a href="health">Health</a></p>
</html>
`,
};
