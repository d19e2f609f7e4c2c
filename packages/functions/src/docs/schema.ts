import type { JsonSchema } from "@smart-router/core/json-schema.ts";
import { type Html, html, prose } from "../html.ts";

type Schemas = Readonly<Record<string, JsonSchema>>;

const listOf = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value : []);

/** What a schema takes, in a few words: `string`, `number[]`, `"a" or "b"`. */
export function typeOf(schema: JsonSchema): string {
	if ("const" in schema) return JSON.stringify(schema["const"]);
	if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => JSON.stringify(value)).join(" or ");
	const either = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])];
	if (either.length > 0) return [...new Set(either.map(typeOf))].join(" or ");
	if (typeof schema["$ref"] === "string") return schema["$ref"].split("/").at(-1) ?? "";
	if (schema["type"] === "array") return `${typeOf((schema["items"] ?? {}) as JsonSchema)}[]`;
	if (Array.isArray(schema["type"])) return schema["type"].join(" or ");
	return typeof schema["type"] === "string" ? schema["type"] : "any";
}

/** Rules beside the type, such as `1 to 200 characters`. */
function rulesOf(schema: JsonSchema): string {
	const bounds = [
		range(schema["minimum"], schema["maximum"], ""),
		range(schema["minLength"], schema["maxLength"], " characters"),
		range(schema["minItems"], schema["maxItems"], " entries"),
	];
	const format = schema["format"] === undefined ? [] : [String(schema["format"])];
	const preset = "default" in schema ? [`default ${JSON.stringify(schema["default"])}`] : [];
	return [...bounds.filter((bound) => bound !== ""), ...format, ...preset].join(", ");
}

/** A bound that only says what a number can hold is none. */
const bound = (value: unknown): number | undefined =>
	Number.isSafeInteger(value) && Math.abs(Number(value)) < Number.MAX_SAFE_INTEGER ? Number(value) : undefined;

function range(lowest: unknown, highest: unknown, unit: string): string {
	const [low, high] = [bound(lowest), bound(highest)];
	if (low !== undefined && high !== undefined) return `${low} to ${high}${unit}`;
	if (low !== undefined) return `${low} or more${unit}`;
	return high === undefined ? "" : `at most ${high}${unit}`;
}

const maxDepth = 4;

/** The fields of an object as a list, those of objects within it indented; nothing for what has no fields. */
export function fieldsOf(schema: JsonSchema, depth = 0): Html {
	const inner = innerObject(schema);
	const { properties = {}, required = [] } = inner as { readonly properties?: Schemas; readonly required?: readonly string[] };
	const shown = Object.entries(properties).filter(([, field]) => !("not" in field));
	if (shown.length === 0 || depth > maxDepth) return html``;
	return html`<dl>${shown.map(([name, field]) => fieldOf(name, field, required.includes(name), depth))}</dl>`;
}

function fieldOf(name: string, field: JsonSchema, required: boolean, depth: number): Html {
	const rules = rulesOf(field);
	const description = typeof field["description"] === "string" ? html` <p>${prose(field["description"])}</p>` : html``;
	return html`<dt><code>${name}</code> <span>${typeOf(field)}${rules ? `, ${rules}` : ""}</span>${required ? html` <em>required</em>` : html``}</dt><dd>${description}${fieldsOf(field, depth + 1)}</dd>`;
}

/** The object that a list holds, or that one of several forms is. */
function innerObject(schema: JsonSchema): JsonSchema {
	if (schema["type"] === "array") return innerObject((schema["items"] ?? {}) as JsonSchema);
	const form = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])].find((one) => "properties" in innerObject(one));
	return form ? innerObject(form) : schema;
}
