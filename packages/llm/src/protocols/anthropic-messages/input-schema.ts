import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/**
 * A tool's parameters as Anthropic takes them: the root must be `type: object` and may not be a choice (`anyOf`, `oneOf`, `allOf`) or a reference, so
 * the properties of its alternatives are joined in one object; only what every alternative wants stays required.
 */
export function inputSchema(parameters: JsonObject | undefined): JsonObject {
	if (parameters === undefined) return { type: "object", properties: {} };
	const root = { ...referenced(parameters, parameters), ...parameters };
	const { anyOf, oneOf, allOf, $ref: _, ...rest } = root;
	const all = variants(allOf, root);
	const some = variants(anyOf, root).concat(variants(oneOf, root));
	const properties = Object.fromEntries([...some, ...all, rest].flatMap((schema) => Object.entries(objectOf(schema.properties) ?? {})));
	const required = [...new Set([rest, ...all].flatMap(requiredOf).concat(shared(some.map(requiredOf))))];
	return { ...rest, type: "object", properties, ...(required.length > 0 && { required }) };
}

const variants = (value: Json | undefined, root: JsonObject): JsonObject[] =>
	arrayOf(value).flatMap((entry) => {
		const schema = objectOf(entry);
		return schema === undefined ? [] : [{ ...referenced(schema, root), ...schema }];
	});

const requiredOf = (schema: JsonObject): string[] => arrayOf(schema.required).filter((name) => typeof name === "string");

function shared(lists: readonly string[][]): string[] {
	const [first = [], ...others] = lists;
	return first.filter((name) => others.every((list) => list.includes(name)));
}

/** What a schema's `$ref` points at in the same document, empty when it points nowhere. */
function referenced(schema: JsonObject, root: JsonObject): JsonObject {
	const path = stringOf(schema.$ref);
	if (path === undefined || !path.startsWith("#/")) return {};
	const target = path
		.slice(2)
		.split("/")
		.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
		.reduce<Json | undefined>((at, step) => {
			const here = objectOf(at);
			return here !== undefined && Object.hasOwn(here, step) ? here[step] : undefined;
		}, root);
	return objectOf(target) ?? {};
}
