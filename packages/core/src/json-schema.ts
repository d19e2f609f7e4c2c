import * as z from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A zod schema as JSON Schema 2020-12 (which OpenAPI 3.1 speaks): what a caller may send (`input`), or what he gets (`output`). */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
	const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
		io,
		unrepresentable: "any",
		override: ({ zodSchema, jsonSchema }) => {
			// A field that is refused whatever its value.
			if (zodSchema._zod.def.type === "undefined") jsonSchema.not = {};
			if (jsonSchema.pattern !== undefined) jsonSchema.pattern = plainPattern(jsonSchema.pattern);
		},
	});
	return rest;
}

const control = "\\u0000-\\u001f\\u007f-\\u009f";

/** Few tools besides JavaScript know the class of control characters by its name. */
const plainPattern = (pattern: string): string => pattern.replaceAll("\\P{Cc}", `[^${control}]`).replaceAll("\\p{Cc}", control);
