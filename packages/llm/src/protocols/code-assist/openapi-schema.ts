import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/** The words of Google's subset of OpenAPI 3.0 schemas; all others are refused there (`$ref`, `const`, `default`, `examples`, …). */
const known = new Set([
	...["type", "format", "description", "nullable", "enum", "required", "pattern", "minimum", "maximum"],
	...["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"],
]);
const maxDepth = 24;

/**
 * A JSON Schema in Google's subset: references resolved, `const` as an `enum` of one, alternatives as `anyOf`, what the subset lacks left out. Leaving out
 * only widens what is allowed. A reference to itself ends as "anything".
 */
export const openApiSchema = (schema: JsonObject): JsonObject => convert(schema, schema, 0);

function convert(given: JsonObject, root: JsonObject, depth: number): JsonObject {
	if (depth > maxDepth) return {};
	const schema = resolved(given, root);
	const nested = (value: Json): JsonObject => convert(objectOf(value) ?? {}, root, depth + 1);
	const kept = Object.fromEntries(Object.entries(schema).filter(([word]) => known.has(word)));
	const alternatives = [...arrayOf(schema.anyOf), ...arrayOf(schema.oneOf)];
	const properties = objectOf(schema.properties);
	return {
		...kept,
		...typeOf(schema.type),
		...(schema.const !== undefined && { enum: [String(schema.const)] }),
		...(Array.isArray(schema.enum) && { enum: schema.enum.filter((value) => value !== null).map(String) }),
		...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, nested(inner)])) }),
		...(objectOf(schema.items) && { items: nested(schema.items ?? {}) }),
		...(alternatives.length > 0 && { anyOf: alternatives.map(nested) }),
	};
}

/** `["string", "null"]` is a type that may be null. */
function typeOf(type: Json | undefined): JsonObject {
	if (!Array.isArray(type)) return {};
	const types = type.filter((name) => name !== "null");
	const nullable = types.length < type.length ? { nullable: true } : {};
	return types.length === 1 ? { type: types[0] ?? "string", ...nullable } : { anyOf: types.map((name) => ({ type: name })), ...nullable };
}

/** With `$ref` followed within the schema, and the parts of `allOf` laid over each other. */
function resolved(schema: JsonObject, root: JsonObject): JsonObject {
	const target = pointed(root, stringOf(schema.$ref));
	const parts = arrayOf(schema.allOf).map((part) => objectOf(part) ?? {});
	const merged = Object.assign({}, ...parts, target, schema) as JsonObject;
	const { $ref: _ref, allOf: _allOf, type, ...others } = merged;
	return type === undefined ? others : { ...others, type };
}

/** What a reference such as `#/$defs/Node` points at (RFC 6901); undefined for anything outside. */
function pointed(root: JsonObject, reference: string | undefined): JsonObject | undefined {
	if (!reference?.startsWith("#")) return undefined;
	const names = reference.split("/").slice(1).map(unescaped);
	return objectOf(names.reduce<Json | undefined>((at, name) => objectOf(at)?.[name], root));
}

const unescaped = (name: string): string => name.replaceAll("~1", "/").replaceAll("~0", "~");
