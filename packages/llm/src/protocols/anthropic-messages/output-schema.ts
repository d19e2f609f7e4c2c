import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

const plain = new Set(["type", "enum", "const", "$ref", "required", "title", "description", "default"]);
const ofSchemas = new Set(["properties", "$defs", "definitions"]);
const silent = new Set(["$schema", "$id", "$comment", "additionalProperties", "strict"]);
const formats = new Set(["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"]);

/**
 * A JSON Schema in the part of the language that Anthropic's structured outputs know: objects are closed, and a bound it has no word for
 * (`minimum`, `pattern`, …) moves into the description, where the model still reads it.
 */
export function outputSchema(schema: JsonObject): JsonObject {
	const kept: Record<string, Json> = {};
	const told: Record<string, Json> = {};
	for (const [word, value] of Object.entries(schema)) {
		const known = translated(word, value);
		if (known !== undefined) kept[known[0]] = known[1];
		else if (!silent.has(word)) told[word] = value;
	}
	if (isObjectSchema(schema)) kept.additionalProperties = false;
	const words = Object.keys(told).length > 0 ? JSON.stringify(told) : undefined;
	return words === undefined ? kept : { ...kept, description: [stringOf(schema.description), words].filter(Boolean).join("\n") };
}

/** An object without named properties cannot be closed without making it empty. */
export const isOpen = (schema: JsonObject): boolean =>
	!["properties", "anyOf", "oneOf", "allOf", "$ref"].some((word) => schema[word] !== undefined);

const isObjectSchema = (schema: JsonObject): boolean =>
	schema.type === "object" || arrayOf(schema.type).includes("object") || schema.properties !== undefined;

function translated(word: string, value: Json): readonly [string, Json] | undefined {
	if (plain.has(word)) return [word, value];
	if (ofSchemas.has(word))
		return [word, Object.fromEntries(Object.entries(objectOf(value) ?? {}).map(([name, inner]) => [name, nested(inner)]))];
	if (word === "items") return [word, nested(value)];
	if (word === "anyOf" || word === "oneOf") return ["anyOf", arrayOf(value).map(nested)];
	if (word === "allOf") return [word, arrayOf(value).map(nested)];
	if (word === "format" && typeof value === "string" && formats.has(value)) return [word, value];
	if (word === "minItems" && (value === 0 || value === 1)) return [word, value];
	return undefined;
}

function nested(value: Json): Json {
	const schema = objectOf(value);
	return schema === undefined ? value : outputSchema(schema);
}
