import { type Html, html, styleSheet, styleSource } from "../html.ts";
import type { Answer } from "../middleware/call.ts";
import { palette } from "../palette.ts";

const style = `${palette}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 var(--sans); }
main { max-width: 32rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.3; letter-spacing: -.01em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 1.25rem 0; padding: 1rem; border-radius: 12px; background: var(--sunken); }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; }
input[type=text] { box-sizing: border-box; width: 100%; margin: .5rem 0 1rem; padding: .75rem; border: 1px solid var(--control); border-radius: 8px; background: var(--card); color: var(--ink); font: 1.5rem var(--mono); letter-spacing: .15em; text-transform: uppercase; }
button, a.act { display: inline-block; padding: .75rem 1.5rem; border: 0; border-radius: 8px; background: var(--primary); color: var(--on-primary); font: 600 1rem var(--sans); text-decoration: none; cursor: pointer; }
button:hover, a.act:hover { background: var(--primary-hover); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.bad { color: var(--bad); font-weight: 600; }
strong { overflow-wrap: anywhere; }
`;

/** The pages need no script; their one style is allowed by its hash, so that nothing foreign can run. */
const policy = [
	"default-src 'none'",
	`style-src ${styleSource(style)}`,
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'",
].join("; ");

export interface Shown {
	readonly status?: number;
	readonly title: string;
	readonly body: Html;
	/** Where the browser goes by itself; the page holds a link to it as well. */
	readonly goTo?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A small page of the gateway's own. */
export function page({ status = 200, title, body, goTo, headers = {} }: Shown): Answer {
	const refresh = goTo === undefined ? html`` : html`<meta http-equiv="refresh" content="0; url=${goTo}">`;
	const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh}
<title>${title} · Smart Router</title>
${styleSheet(style)}
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
	return {
		statusCode: status,
		headers: {
			"content-type": "text/html; charset=utf-8",
			"content-security-policy": policy,
			"cross-origin-opener-policy": "same-origin",
			// Under `no-referrer` a form of ours would be sent with `Origin: null`, and could not be told from a foreign one.
			"referrer-policy": "same-origin",
			...headers,
		},
		body: whole.text,
	};
}
