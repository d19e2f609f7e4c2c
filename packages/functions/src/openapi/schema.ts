import { z } from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A zod schema as OpenAPI 3.1 (JSON Schema 2020-12) says it: what a caller may send (`input`), or what he gets (`output`). */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
	const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
		io,
		unrepresentable: "any",
		override: ({ zodSchema, jsonSchema }) => {
			// A field that is refused whatever its value.
			if (zodSchema._zod.def.type === "undefined") jsonSchema.not = {};
		},
	});
	return rest;
}

/** The fields of a query schema: each its own parameter. */
export function queryFields(schema: z.ZodType): { readonly name: string; readonly schema: JsonSchema; readonly required: boolean }[] {
	const { required = [] } = jsonSchemaOf(schema, "input") as { readonly required?: readonly string[] };
	const { properties = {} } = jsonSchemaOf(schema, "output") as { readonly properties?: Readonly<Record<string, JsonSchema>> };
	return Object.entries(properties).map(([name, field]) => ({ name, schema: field, required: required.includes(name) }));
}
