import { type JsonSchema, jsonSchemaOf } from "@smart-router/core/json-schema.ts";
import { type Contract, contractOf } from "../contracts.ts";
import type { RouteOf } from "../middleware/router.ts";
import { type Route, type RouteId, routes } from "../routes.ts";
import { errorSchemaOf, errorSchemas } from "./errors.ts";
import { idExample, pathExamples, pathSchemas, requestExamples } from "./examples.ts";
import { plainRouteOf } from "./plain-routes.ts";
import { queryFields } from "./query-fields.ts";

export type Operation = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
	readonly openapi: "3.1.0";
	readonly info: { readonly title: string; readonly version: string; readonly description: string };
	readonly tags: readonly { readonly name: string; readonly description: string }[];
	/** Path to lower-case method to operation. */
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly [name: string]: unknown;
}

const text: JsonSchema = { type: "string" };

const description = `Many accounts at many AI providers behind one endpoint.

A key goes in \`Authorization: Bearer sr_…\`, or where a vendor's SDK sends it: \`x-api-key\`, \`x-goog-api-key\`. What it needs is each operation's \`x-scope\`; \`admin\` may do everything.
Every answer carries \`X-Smart-Router-Request-Id\`; answers of the client endpoints say who gave them: \`X-Smart-Router-Provider\`, \`-Profile\`, \`-Model\`, \`-Tier\`, \`-Score\`, \`-Reason\`, \`-Attempts\`, and \`-Warning\` when something was dropped. They take \`X-Smart-Router-Profile\` (only this account) and \`X-Smart-Router-Max-Wait\` (seconds to wait when all rest, at most 20).
Lists answer \`{ data, nextCursor }\`: ask again with \`cursor\` until it is null. Unknown fields are refused with 400.`;

/** Tags in the order of the reference, with the paths that belong to them. */
const tags = [
	["Client endpoints", /^\/v1/, "What OpenAI, Anthropic and Gemini clients call. Any protocol reaches any provider."],
	["Accounts", /^\/admin\/(accounts|cooldowns)/, "One login or key at one provider each."],
	["Pools", /^\/admin\/pools/, "All accounts of a provider, and how they rotate."],
	["Providers", /^\/admin\/providers/, "Built-in ones and your own."],
	["Logins", /^\/(admin\/logins|login|device)/, "Linking an account by OAuth or device code."],
	["Routing", /^\/admin\/rout/, "What model names lead to."],
	["Keys", /^\/admin\/keys/, "What clients and admins hold."],
	["Records", /^\/admin\/(requests|audit|usage|metrics)/, "What was asked, and who changed what. No prompt and no answer is kept."],
	["Gateway", /^\//, "The page, its session, and what is open to everybody."],
] as const;

const tagOf = (path: string): string => tags.find(([, pattern]) => pattern.test(path))?.[0] ?? "Gateway";

/** The gateway's API as OpenAPI 3.1, made from the route table and the very schemas that requests are read by. */
export function openApiDocument({ version }: { readonly version: string }): OpenApiDocument {
	const paths: Record<string, Record<string, Operation>> = {};
	for (const route of routes) {
		const path = plainPath(route.path);
		paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
	}
	return {
		openapi: "3.1.0",
		info: { title: "Smart Router", version, description },
		servers: [{ url: "/" }],
		security: [{ bearer: [] }, { apiKey: [] }, { googleApiKey: [] }],
		tags: tags.map(([name, , description]) => ({ name, description })),
		paths,
		components: {
			securitySchemes: {
				bearer: { type: "http", scheme: "bearer" },
				apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
				googleApiKey: { type: "apiKey", in: "header", name: "x-goog-api-key" },
			},
			schemas: errorSchemas,
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
		tags: [tagOf(route.path)],
		...(route.scope === "public" ? { security: [] } : { "x-scope": route.scope }),
		parameters: [...pathParameters(route.path), ...queryParameters(route.id, contract), ...headerParameters(route, contract)],
		...requestBodyOf(route.id, contract),
		responses: {
			...successOf(route.id, contract),
			default: { description: "What went wrong", content: { [errorTypeOf(route)]: { schema: errorSchemaOf(route.id) } } },
		},
	};
}

/** Browsers get a page that says it. */
const errorTypeOf = ({ path }: Route): string => (/^\/(login\/|device$)/.test(path) ? "text/html" : "application/json");

const pathParameters = (path: string): Operation[] =>
	[...path.matchAll(/\{(\w+)(\+?)\}/g)].map(([, name = "", rest]) => ({
		name,
		in: "path",
		required: true,
		schema: { ...text, ...(pathSchemas[name === "id" && path.includes("/providers/") ? "provider" : name] ?? {}) },
		example: name === "id" ? idExample(path) : pathExamples[name],
		...(rest && { description: "May hold slashes" }),
	}));

function queryParameters(id: RouteId, contract: Contract | undefined): Operation[] {
	const { query = {} } = requestExamples[id] ?? {};
	const fields = contract?.query ? queryFields(contract.query) : [];
	return fields.map((field) => ({ ...field, in: "query", ...(field.name in query && { example: query[field.name] }) }));
}

const header = (name: string, schema: JsonSchema, description: string): Operation => ({
	name,
	in: "header",
	required: false,
	schema: { ...text, ...schema },
	description,
});

const idempotencyKey = header(
	"Idempotency-Key",
	{ pattern: "^[!-~]([ -~]{0,253}[!-~])?$" },
	"The same key with the same request is done once within 24 h and answered again; with another request it is a 422",
);
const ifMatch = header("If-Match", { format: "etag" }, "The ETag of what was read: 412 when somebody changed it since");

const headerParameters = ({ method }: Route, contract: Contract | undefined): Operation[] => [
	...(contract && method === "POST" && !contract.reads ? [idempotencyKey] : []),
	...(contract?.ifMatch ? [ifMatch] : []),
];

function requestBodyOf(id: RouteId, contract: Contract | undefined): Operation {
	const schema = contract?.body ? jsonSchemaOf(contract.body, "input") : plainRouteOf(id)?.body;
	const example = requestExamples[id]?.body;
	if (!schema) return {};
	return { requestBody: { required: true, content: { "application/json": { schema, ...(example && { example }) } } } };
}

function successOf(id: RouteId, contract: Contract | undefined): Operation {
	const description = "All is well";
	const plain = plainRouteOf(id);
	const [type = ""] = (contract?.answerType ?? "application/json").split(";");
	const schemas = contract?.answer ? { [type]: jsonSchemaOf(contract.answer, "output") } : (plain?.answer ?? {});
	const content = Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]));
	const status = contract?.status ?? (plain && Object.keys(content).length === 0 ? 204 : 200);
	if (Object.keys(content).length === 0) return { [status]: { description } };
	const etag = contract?.answer && isRevised(contract) ? { headers: { ETag: { schema: text, description: "For If-Match" } } } : {};
	return { [status]: { description, ...etag, content } };
}

/** Its answer shows one thing with its revision. */
const isRevised = ({ answer }: Contract): boolean => {
	const { properties = {} } = (answer ? jsonSchemaOf(answer, "output") : {}) as { readonly properties?: object };
	return "revision" in properties;
};
