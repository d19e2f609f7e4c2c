import { isObject, type JsonObject, list, object } from "../fake-upstream/json.ts";
import { type Violations, wantKnown } from "./violations.ts";

const known = [
	...["type", "enum", "const", "anyOf", "allOf", "$ref", "$defs", "definitions", "properties", "required", "items", "title", "description"],
	...["default", "format", "minItems", "additionalProperties"],
];

/** The part of JSON Schema that structured outputs and strict tools accept. */
export function schemaRules(rules: Violations, schema: JsonObject, path: string): void {
	wantKnown(rules, schema, known, (name) => `${path}: '${name}' is not supported`);
	if (schema.type === "object") rules.want(schema.additionalProperties === false, `${path}: additionalProperties must be false`);
	for (const word of ["properties", "$defs", "definitions"]) {
		for (const [name, inner] of Object.entries(object(schema[word]))) nested(rules, inner, `${path}.${word}.${name}`);
	}
	for (const inner of [...list(schema.anyOf), ...list(schema.allOf)]) nested(rules, inner, path);
	nested(rules, schema.items, `${path}.items`);
}

function nested(rules: Violations, schema: unknown, path: string): void {
	if (isObject(schema)) schemaRules(rules, schema, path);
}
