import { createHash } from "node:crypto";
import type { Answer } from "../middleware/call.ts";

/** Text that is HTML already; everything else is escaped where it is put in. */
export interface Html {
	readonly html: string;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

/** HTML with values put in: texts are escaped, HTML is not, lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
	const texts = values.map((value) => {
		if (typeof value === "string") return escaped(value);
		return "html" in value ? value.html : value.map((one) => one.html).join("");
	});
	return { html: parts.map((part, index) => part + (texts[index] ?? "")).join("") };
}

/** The pages need no script; their one style is allowed by its hash, so that nothing foreign can run. */
const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c2024, #e8eaed); --paper: light-dark(#fcfcfd, #16181b); --soft: light-dark(#eef0f3, #23272c); --line: light-dark(#8b929c, #6d7580); --act: light-dark(#0b57d0, #8ab4f8); --on-act: light-dark(#fff, #10233f); --bad: light-dark(#b3261e, #f2b8b5); }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 32rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.3; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 1.25rem 0; padding: 1rem; border-radius: .5rem; background: var(--soft); }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; }
input[type=text] { box-sizing: border-box; width: 100%; margin: .5rem 0 1rem; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); font: 1.5rem ui-monospace, monospace; letter-spacing: .15em; text-transform: uppercase; }
button, a.act { display: inline-block; padding: .75rem 1.5rem; border: 0; border-radius: .5rem; background: var(--act); color: var(--on-act); font: 600 1rem system-ui, sans-serif; text-decoration: none; cursor: pointer; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.bad { color: var(--bad); font-weight: 600; }
strong { overflow-wrap: anywhere; }
`;
const styleHash = createHash("sha256").update(style).digest("base64");

const policy = [
	"default-src 'none'",
	`style-src 'sha256-${styleHash}'`,
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
<style>${{ html: style }}</style>
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
		body: whole.html,
	};
}
