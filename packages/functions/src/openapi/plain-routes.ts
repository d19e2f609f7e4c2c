import type { JsonSchema } from "@smart-router/core/json-schema.ts";
import type { Contracts } from "../contracts.ts";
import type { RouteId } from "../routes.ts";

export interface PlainRoute {
	readonly body?: JsonSchema;
	/** Media type to schema. */
	readonly answer: Readonly<Record<string, JsonSchema>>;
}

const object: JsonSchema = { type: "object" };

/** The routes without a contract of ours: clients speak their vendor's protocol there, browsers get pages. */
const plainRoutes: { readonly [id in Exclude<RouteId, keyof Contracts>]: PlainRoute } = {
	createChatCompletion: {
		body: {
			type: "object",
			description: "A chat completions request as OpenAI documents it; fields that are not named here pass through.",
			required: ["model", "messages"],
			properties: {
				model: { type: "string", description: "`auto`, `provider/model`, a model id, or an alias" },
				messages: { type: "array", items: object },
				stream: { type: "boolean", default: false },
			},
			additionalProperties: true,
		},
		answer: { "application/json": object, "text/event-stream": { type: "string" } },
	},
	createResponse: {
		body: {
			type: "object",
			description: "A Responses request as OpenAI documents it; what other providers cannot express works where the provider speaks it.",
			required: ["model", "input"],
			properties: {
				model: { type: "string", description: "`auto`, `provider/model`, a model id, or an alias" },
				input: { anyOf: [{ type: "string" }, { type: "array", items: object }] },
				stream: { type: "boolean", default: false },
			},
			additionalProperties: true,
		},
		answer: { "application/json": object, "text/event-stream": { type: "string" } },
	},
	listModels: { answer: { "application/json": object } },
	getModel: { answer: { "application/json": object } },
	home: { answer: { "text/html": { type: "string" } } },
	getHealth: {
		answer: {
			"application/json": {
				type: "object",
				required: ["status", "version", "stage"],
				properties: { status: { const: "ok" }, version: { type: "string" }, stage: { type: "string" } },
			},
		},
	},
	getOpenApi: { answer: { "application/json": object } },
};

/** Undefined for the routes of the admin API. */
export const plainRouteOf = (id: RouteId): PlainRoute | undefined => (plainRoutes as Partial<Record<RouteId, PlainRoute>>)[id];
