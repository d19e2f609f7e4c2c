import { expect, it } from "vitest";
import type { JsonObject } from "../../chat/request.ts";
import { inputSchema } from "./input-schema.ts";
import { outputSchema } from "./output-schema.ts";

const a = { type: "string" };
const b = { type: "number" };

it.each<[string, JsonObject | undefined, JsonObject]>([
	["nothing", undefined, { type: "object", properties: {} }],
	["no type", { properties: { a } }, { type: "object", properties: { a } }],
	[
		"a choice",
		{
			anyOf: [
				{ properties: { a, b }, required: ["a", "b"] },
				{ properties: { b }, required: ["b"] },
			],
		},
		{ type: "object", properties: { a, b }, required: ["b"] },
	],
	[
		"a sum",
		{
			type: "object",
			properties: { a },
			required: ["a"],
			allOf: [{ $ref: "#/$defs/rest" }],
			$defs: { rest: { properties: { b }, required: ["b"] } },
		},
		{ type: "object", properties: { a, b }, required: ["a", "b"], $defs: { rest: { properties: { b }, required: ["b"] } } },
	],
	[
		"a reference",
		{ $ref: "#/definitions/x~1y", definitions: { "x/y": { type: "object", properties: { a } } } },
		{ type: "object", properties: { a }, definitions: { "x/y": { type: "object", properties: { a } } } },
	],
	["a reference to nowhere", { $ref: "#/__proto__/x" }, { type: "object", properties: {} }],
])("%s becomes an object at the root", (_, parameters, schema) => {
	expect(inputSchema(parameters)).toEqual(schema);
});

it("keeps of an output schema what is known, closes its objects and tells the rest in words", () => {
	const schema = {
		$schema: "https://json-schema.org/draft/2020-12/schema",
		type: "object",
		properties: {
			email: { type: "string", format: "email", description: "Where to write", maxLength: 99 },
			color: { type: "string", format: "color" },
			list: {
				type: "array",
				minItems: 1,
				maxItems: 3,
				items: { type: "object", properties: { a }, additionalProperties: { type: "string" } },
			},
			either: { oneOf: [a, { type: ["object", "null"], properties: { b } }] },
		},
		required: ["email"],
	};

	expect(outputSchema(schema)).toEqual({
		type: "object",
		properties: {
			email: { type: "string", format: "email", description: 'Where to write\n{"maxLength":99}' },
			color: { type: "string", description: '{"format":"color"}' },
			list: {
				type: "array",
				minItems: 1,
				items: { type: "object", properties: { a }, additionalProperties: false },
				description: '{"maxItems":3}',
			},
			either: { anyOf: [a, { type: ["object", "null"], properties: { b }, additionalProperties: false }] },
		},
		required: ["email"],
		additionalProperties: false,
	});
});
