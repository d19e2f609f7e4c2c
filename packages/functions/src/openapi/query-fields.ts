import { type JsonSchema, jsonSchemaOf } from "@smart-router/core/json-schema.ts";
import type { z } from "zod";

/** The fields of a query schema: each its own parameter. */
export function queryFields(schema: z.ZodType): { readonly name: string; readonly schema: JsonSchema; readonly required: boolean }[] {
	const { required = [] } = jsonSchemaOf(schema, "input") as { readonly required?: readonly string[] };
	const { properties = {} } = jsonSchemaOf(schema, "output") as { readonly properties?: Readonly<Record<string, JsonSchema>> };
	return Object.entries(properties).map(([name, field]) => ({ name, schema: field, required: required.includes(name) }));
}
