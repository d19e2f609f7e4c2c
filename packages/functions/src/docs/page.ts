import type { JsonSchema } from "@smart-router/core/json-schema.ts";
import { type Html, html, prose, styleSheet } from "../html.ts";
import type { OpenApiDocument, Operation } from "../openapi/document.ts";
import { fieldsOf, typeOf } from "./schema.ts";
import { style } from "./style.ts";

interface Parameter {
	readonly name: string;
	readonly in: "path" | "query" | "header";
	readonly required: boolean;
	readonly schema: JsonSchema;
	readonly description?: string;
	readonly example?: unknown;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;

interface Shown {
	readonly operationId: string;
	readonly summary: string;
	readonly tags: readonly string[];
	readonly "x-scope"?: string;
	readonly parameters: readonly Parameter[];
	readonly requestBody?: { readonly content: Content };
	readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

interface Entry {
	readonly method: string;
	readonly path: string;
	readonly operation: Shown;
}

/** The reference of the API as one static page, made from its OpenAPI document: no script, nothing foreign, an anchor for every operation. */
export function referencePage(document: OpenApiDocument): string {
	const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(
			([method, operation]: [string, Operation]): Entry => ({
				method: method.toUpperCase(),
				path,
				operation: operation as unknown as Shown,
			}),
		),
	);
	const groups = document.tags.map((tag) => ({ ...tag, entries: entries.filter(({ operation }) => operation.tags.includes(tag.name)) }));
	const [title, ...lines] = document.info.description.split("\n").filter((line) => line !== "");
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Smart Router: API reference</title>
${styleSheet(style)}
</head>
<body>
<nav aria-label="Operations"><a class="brand" href="./">Smart Router</a>
${groups.map(({ name, entries }) => html`<h2><a href="#${anchorOf(name)}">${name}</a></h2><ul>${entries.map(linkTo)}</ul>`)}
</nav>
<main>
<h1>API reference</h1>
<p>Version ${document.info.version}. ${title ?? ""} As a machine reads it: <a href="openapi.json">openapi.json</a>.</p>
${lines.map((line) => html`<p>${prose(line)}</p>`)}
${groups.map(({ name, description, entries }) => html`<section id="${anchorOf(name)}"><h2>${name}</h2><p>${description}</p>${entries.map(articleOf)}</section>`)}
</main>
</body>
</html>
`.text;
}

const anchorOf = (name: string): string => name.toLowerCase().replaceAll(" ", "-");

const linkTo = ({ method, operation: { operationId, summary } }: Entry): Html =>
	html`<li><a href="#${operationId}"><b class="${method.toLowerCase()}">${method}</b> ${summary}</a></li>`;

function articleOf({ method, path, operation }: Entry): Html {
	const { operationId, summary, parameters, requestBody, responses } = operation;
	const scope = operation["x-scope"];
	return html`<article id="${operationId}">
<h3><a href="#${operationId}">${summary}</a></h3>
<p class="line"><b class="${method.toLowerCase()}">${method}</b> <code>${path}</code> <span>${scope ? html`scope <code>${scope}</code>` : html`open to everybody`}</span></p>
${parameters.length > 0 ? html`<h4>Parameters</h4><dl>${parameters.map(parameterOf)}</dl>` : html``}
${Object.entries(requestBody?.content ?? {}).map(([type, body]) => bodyOf("Body", type, body))}
${Object.entries(responses)
	.filter(([status]) => status !== "default")
	.flatMap(([status, { content = {} }]) => {
		const types = Object.entries(content);
		return types.length === 0
			? [html`<h4>Answer ${status}, without a body</h4>`]
			: types.map(([type, body]) => bodyOf(`Answer ${status}`, type, body));
	})}
</article>`;
}

const parameterOf = ({ name, in: place, required, schema, description, example }: Parameter): Html =>
	html`<dt><code>${name}</code> <span>${typeOf(schema)}, in the ${place}</span>${required ? html` <em>required</em>` : html``}</dt><dd>${description ? html`<p>${prose(description)}</p>` : html``}${example === undefined ? html`` : html`<p>Example: <code>${String(example)}</code></p>`}</dd>`;

const bodyOf = (title: string, type: string, { schema, example }: Content[string]): Html =>
	html`<h4>${title} <span>${type}${"type" in schema ? `, ${typeOf(schema)}` : ""}</span></h4>${fieldsOf(schema)}${example === undefined ? html`` : html`<pre><code>${JSON.stringify(example, null, 2)}</code></pre>`}`;
