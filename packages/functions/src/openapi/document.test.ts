import { describe, expect, it } from "vitest";
import { contractOf } from "../contracts.ts";
import { routes } from "../routes.ts";
import { openApiDocument } from "./document.ts";

const document = openApiDocument({ version: "1.2.3" });
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

describe("the OpenAPI document", () => {
	it("has every route and no other", () => {
		const served = routes.map(({ method, path }) => `${method} ${path.replaceAll("+}", "}")}`);

		expect(operations.map(({ name }) => name).sort()).toEqual(served.sort());
	});

	it("names each operation once", () => {
		const ids = operations.map(({ operation }) => operation["operationId"]);

		expect(new Set(ids).size).toBe(routes.length);
	});

	it("says that everything but the public routes needs a key, and which scope", () => {
		for (const route of routes) {
			const operation = operations.find(({ operation }) => operation["operationId"] === route.id)?.operation;
			if (route.scope === "public") expect(operation).toMatchObject({ security: [] });
			else expect(operation).toMatchObject({ "x-scope": route.scope });
		}
	});

	it("declares every parameter of a path", () => {
		for (const { name, operation } of operations) {
			const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
			const parameters = operation["parameters"] as { name: string; in: string }[];
			expect(parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name)).toEqual(inPath);
		}
	});

	it("takes bodies, queries and answers from the schemas that requests are read by", () => {
		const link = document.paths["/admin/accounts"]?.["post"];
		const list = document.paths["/admin/accounts"]?.["get"];

		expect(link).toMatchObject({
			requestBody: {
				content: {
					"application/json": {
						schema: {
							required: ["provider", "method", "apiKey"],
							additionalProperties: false,
							properties: { apiKey: { format: "password" }, maxConcurrency: { default: null } },
						},
					},
				},
			},
			responses: { 201: { content: { "application/json": { schema: { properties: { profileId: { type: "string" } } } } } } },
		});
		expect(list).toMatchObject({
			parameters: expect.arrayContaining([expect.objectContaining({ name: "provider", in: "query", required: false })]),
		});
		expect(document.paths["/admin/accounts/{profileId}"]?.["delete"]).toMatchObject({ responses: { 204: {} } });
	});

	it.each([
		["POST /v1/messages", "AnthropicError"],
		["POST /v1/responses", "OpenAiError"],
		["POST /v1/models/{model}:batchEmbedContents", "GeminiError"],
		["GET /v1beta/models", "GeminiError"],
		["GET /admin/keys", "Error"],
	])("words the errors of %s as %s", (name, schema) => {
		const operation = operations.find((one) => one.name === name)?.operation;

		expect(operation).toMatchObject({
			responses: { default: { content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } } } },
		});
	});

	it("words the errors of an address that SDKs share in the protocol of each", () => {
		const listed = JSON.stringify(document.paths["/v1/models"]?.["get"]);

		expect(listed.match(/\w+Error/g)).toEqual(["OpenAiError", "AnthropicError", "GeminiError"]);
	});

	it("is plain JSON", () => {
		expect(JSON.parse(JSON.stringify(document))).toEqual(document);
		expect(contractOf("home")).toBeUndefined();
	});
});
