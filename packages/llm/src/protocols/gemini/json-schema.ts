import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import { camelNames } from "./schema.ts";

/** Bounds that Google's format writes as text, because they are 64 bits wide. */
const numbers = new Set(["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"]);
const silent = new Set(["nullable", "propertyOrdering", "example"]);
/** Formats that JSON Schema does not know. */
const ownFormats = new Set(["enum", "int32", "int64", "float", "double"]);

/** Google's subset of OpenAPI schemas (`parameters`, `responseSchema`) as JSON Schema. */
export function jsonSchemaOf(schema: JsonObject): JsonObject {
	const named = camelNames(schema);
	const converted: JsonObject = {};
	for (const [word, value] of Object.entries(named)) {
		if (!silent.has(word)) Object.assign(converted, translated(word, value));
	}
	const type = stringOf(converted.type);
	if (named.nullable === true && type !== undefined) {
		converted.type = [type, "null"];
		if (Array.isArray(converted.enum)) converted.enum = [...converted.enum, null];
	}
	return converted;
}

function translated(word: string, value: Json): JsonObject {
	if (word === "type") {
		const type = (stringOf(value) ?? "").toLowerCase();
		return type === "" || type === "type_unspecified" ? {} : { type };
	}
	if (word === "format") return ownFormats.has(stringOf(value) ?? "") ? {} : { format: value };
	if (word === "properties") {
		return { properties: Object.fromEntries(Object.entries(objectOf(value) ?? {}).map(([name, inner]) => [name, nested(inner)])) };
	}
	if (word === "items") return { items: nested(value) };
	if (word === "anyOf") return { anyOf: arrayOf(value).map(nested) };
	return { [word]: numbers.has(word) && typeof value === "string" ? Number(value) : value };
}

function nested(value: Json): Json {
	const schema = objectOf(value);
	return schema === undefined ? value : jsonSchemaOf(schema);
}
