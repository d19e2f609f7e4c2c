import { type JsonSchema, jsonSchemaOf } from "@smart-router/core/json-schema.ts";
import { type Contract, contractOf } from "../contracts.ts";
import type { RouteOf } from "../middleware/router.ts";
import { type RouteId, routes } from "../routes.ts";
import { plainRouteOf } from "./plain-routes.ts";
import { queryFields } from "./query-fields.ts";

type Operation = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
	readonly openapi: "3.1.0";
	readonly info: { readonly title: string; readonly version: string; readonly description: string };
	/** Path to lower-case method to operation. */
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly [name: string]: unknown;
}

const text: JsonSchema = { type: "string" };
const maybeText: JsonSchema = { type: ["string", "null"] };

const errorSchema: JsonSchema = {
	type: "object",
	required: ["error"],
	properties: {
		error: {
			type: "object",
			required: ["type", "code", "message", "param", "hint", "requestId"],
			properties: { type: text, code: text, message: text, param: maybeText, hint: maybeText, requestId: text },
		},
	},
};

/** The gateway's API as OpenAPI 3.1, made from the route table and the very schemas that requests are read by. */
export function openApiDocument({ version }: { readonly version: string }): OpenApiDocument {
	const paths: Record<string, Record<string, Operation>> = {};
	for (const route of routes) {
		const path = plainPath(route.path);
		paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
	}
	return {
		openapi: "3.1.0",
		info: { title: "Smart Router", version, description: "Many accounts at many AI providers behind one endpoint." },
		servers: [{ url: "/" }],
		security: [{ bearer: [] }, { apiKey: [] }, { googleApiKey: [] }],
		paths,
		components: {
			securitySchemes: {
				bearer: { type: "http", scheme: "bearer" },
				apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
				googleApiKey: { type: "apiKey", in: "header", name: "x-goog-api-key" },
			},
			schemas: { Error: errorSchema },
			responses: {
				Error: { description: "What went wrong", content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } },
			},
		},
	};
}

/** OpenAPI has no `{name+}`. */
const plainPath = (path: string): string => path.replaceAll("+}", "}");

function operationOf(route: RouteOf): Operation {
	const contract = contractOf(route.id);
	return {
		operationId: route.id,
		summary: route.summary,
		tags: [route.function],
		...(route.scope === "public" ? { security: [] } : { "x-scope": route.scope }),
		parameters: [...pathParameters(route.path), ...queryParameters(contract)],
		...requestBodyOf(route.id, contract),
		responses: { ...successOf(route.id, contract), default: { $ref: "#/components/responses/Error" } },
	};
}

const pathParameters = (path: string): Operation[] =>
	[...path.matchAll(/\{(\w+)(\+?)\}/g)].map(([, name, rest]) => ({
		name,
		in: "path",
		required: true,
		schema: text,
		...(rest && { description: "May hold slashes" }),
	}));

const queryParameters = (contract: Contract | undefined): Operation[] =>
	contract?.query ? queryFields(contract.query).map((field) => ({ ...field, in: "query" })) : [];

function requestBodyOf(id: RouteId, contract: Contract | undefined): Operation {
	const schema = contract?.body ? jsonSchemaOf(contract.body, "input") : plainRouteOf(id)?.body;
	return schema ? { requestBody: { required: true, content: { "application/json": { schema } } } } : {};
}

function successOf(id: RouteId, contract: Contract | undefined): Operation {
	const description = "All is well";
	if (contract && !contract.answer) return { [contract.status]: { description } };
	const schemas = contract?.answer ? { "application/json": jsonSchemaOf(contract.answer, "output") } : plainRouteOf(id)?.answer;
	const content = Object.fromEntries(Object.entries(schemas ?? {}).map(([type, schema]) => [type, { schema }]));
	return { [contract?.status ?? 200]: { description, content } };
}
