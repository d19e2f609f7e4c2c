import { createHash } from "node:crypto";

declare const brand: unique symbol;

/** Text that is HTML already. */
export interface Html {
	readonly [brand]: "html";
	readonly text: string;
}

type Part = string | number | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

const trusted = (text: string): Html => ({ text }) as Html;

const render = (part: Part): string =>
	typeof part === "string" || typeof part === "number"
		? escaped(String(part))
		: "text" in part
			? part.text
			: part.map(({ text }) => text).join("");

/** A template whose values are escaped unless they are HTML themselves. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
	trusted(strings.reduce((text, string, index) => text + render(parts[index - 1] ?? "") + string));

/** A style sheet as it is: our own constant, which holds no `<`. */
export const styleSheet = (css: string): Html => trusted(`<style>${css}</style>`);

/** How a browser knows that style sheet again under a policy that allows nothing else (CSP 3, hashes). */
export const styleSource = (css: string): string => `'sha256-${createHash("sha256").update(css).digest("base64")}'`;

/** A line of Markdown as far as our own texts use it: what stands in backticks is code. */
export const prose = (text: string): Html =>
	html`${text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
