import type { JsonSchema } from "@smart-router/core/json-schema.ts";
import type { Contracts } from "../contracts.ts";
import type { RouteId } from "../routes.ts";

export interface PlainRoute {
	readonly body?: JsonSchema;
	/** Media type to schema. */
	readonly answer: Readonly<Record<string, JsonSchema>>;
}

const object: JsonSchema = { type: "object" };

/** Events of the vendor's protocol. */
const events: JsonSchema = {};

const geminiBody: JsonSchema = {
	type: "object",
	description: "A generateContent request as Google documents it; the model stands in the path. Other fields pass through.",
	required: ["contents"],
	properties: { contents: { type: "array", items: object } },
	additionalProperties: true,
};
const geminiAnswer: PlainRoute = { body: geminiBody, answer: { "application/json": object } };
/** Events with `?alt=sse`, else one array. */
const geminiStream: PlainRoute = {
	body: geminiBody,
	answer: { "text/event-stream": events, "application/json": { type: "array", items: object } },
};

const embedBody = (field: string, value: JsonSchema): PlainRoute => ({
	body: {
		type: "object",
		description: "As Google documents it; tasks and titles work only where the provider speaks Gemini's protocol.",
		required: [field],
		properties: { [field]: value },
		additionalProperties: true,
	},
	answer: { "application/json": object },
});
const embedAnswer = embedBody("content", object);
const batchEmbedAnswer = embedBody("requests", { type: "array", items: object });

const messageBody: JsonSchema = {
	type: "object",
	description: "A Messages request as Anthropic documents it; fields that are not named here pass through.",
	required: ["model", "messages"],
	properties: {
		model: { type: "string", description: "`auto`, `provider/model`, a model id, or an alias" },
		messages: { type: "array", items: object },
	},
	additionalProperties: true,
};

const webPage: PlainRoute = { answer: { "text/html": { type: "string" } } };

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
				stream: { type: ["boolean", "null"], default: false },
			},
			additionalProperties: true,
		},
		answer: { "application/json": object, "text/event-stream": events },
	},
	createResponse: {
		body: {
			type: "object",
			description: "A Responses request as OpenAI documents it; what other providers cannot express works where the provider speaks it.",
			required: ["model", "input"],
			properties: {
				model: { type: "string", description: "`auto`, `provider/model`, a model id, or an alias" },
				input: { anyOf: [{ type: "string" }, { type: "array", items: object }] },
				stream: { type: ["boolean", "null"], default: false },
			},
			additionalProperties: true,
		},
		answer: { "application/json": object, "text/event-stream": events },
	},
	createMessage: { body: messageBody, answer: { "application/json": object, "text/event-stream": events } },
	countMessageTokens: { body: messageBody, answer: { "application/json": object } },
	generateContent: geminiAnswer,
	generateContentV1: geminiAnswer,
	streamGenerateContent: geminiStream,
	streamGenerateContentV1: geminiStream,
	countTokens: geminiAnswer,
	countTokensV1: geminiAnswer,
	createEmbedding: {
		body: {
			type: "object",
			description: "An embeddings request as OpenAI documents it; tokens as input work only where the provider speaks OpenAI's protocol.",
			required: ["model", "input"],
			properties: {
				model: { type: "string", description: "`auto`, `provider/model`, a model id, or an alias" },
				input: { anyOf: [{ type: "string" }, { type: "array" }] },
				dimensions: { type: ["integer", "null"], minimum: 1 },
				encoding_format: { enum: ["float", "base64", null], default: "float" },
			},
			additionalProperties: true,
		},
		answer: { "application/json": object },
	},
	embedContent: embedAnswer,
	embedContentV1: embedAnswer,
	batchEmbedContents: batchEmbedAnswer,
	batchEmbedContentsV1: batchEmbedAnswer,
	listGeminiModels: { answer: { "application/json": object } },
	getGeminiModel: { answer: { "application/json": object } },
	listModels: { answer: { "application/json": object } },
	getModel: { answer: { "application/json": object } },
	home: { answer: { "text/html": { type: "string" } } },
	getAsset: { answer: { "text/javascript": { type: "string" }, "text/css": { type: "string" }, "image/svg+xml": { type: "string" } } },
	showLogin: webPage,
	confirmLogin: webPage,
	receiveLogin: webPage,
	showDevice: webPage,
	enterDevice: webPage,
	getHealth: {
		answer: {
			"application/json": {
				type: "object",
				required: ["status", "version", "stage"],
				properties: { status: { const: "ok" }, version: { type: "string" }, stage: { type: "string" } },
			},
		},
	},
	sayHello: { answer: {} },
	getOpenApi: { answer: { "application/json": object } },
	getDocs: webPage,
};

/** Undefined for the routes of the admin API. */
export const plainRouteOf = (id: RouteId): PlainRoute | undefined => (plainRoutes as Partial<Record<RouteId, PlainRoute>>)[id];
