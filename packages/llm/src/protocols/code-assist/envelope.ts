import { arrayOf, objectOf, parseJson } from "../../chat/json.ts";
import type { ChatRequest, Json, JsonObject } from "../../chat/request.ts";
import type { Frame } from "../../transport/sse.ts";
import { openApiSchema } from "./openapi-schema.ts";

/** What the request says of its sender. Ours and nobody else's: a vendor that does not want it may refuse. */
const product = "smart-router";

/** A Gemini request in the envelope of Code Assist; project and request id are the account's and the attempt's, see `addressed`. */
export const wrapped = (model: string, request: JsonObject, conversation: ChatRequest): JsonObject => ({
	model,
	userAgent: product,
	requestType: "agent",
	request: { ...request, sessionId: sessionIdOf(conversation) },
});

/** The body with whose project pays and the call's own id. A text for a text: the body is built once for all accounts. */
export function addressed(body: string, { project, requestId }: { readonly project: string | null; readonly requestId: string }): string {
	const told = JSON.stringify({ ...(project !== null && { project }), requestId: `agent-${requestId}` });
	return `${told.slice(0, -1)},${body.slice(1)}`;
}

/** What stands in the answer's envelope; an error stands in none. */
export function unwrapped(body: Json | undefined): Json {
	const answer = objectOf(body);
	return objectOf(answer?.response) ?? body ?? null;
}

export function unwrappedFrame(frame: Frame): Frame {
	const parsed = frame.data === "" ? undefined : parseJson(frame.data);
	return objectOf(objectOf(parsed)?.response) ? { ...frame, data: JSON.stringify(unwrapped(parsed)) } : frame;
}

/** Google's names for the models decide what they take; Claude and GPT-OSS models are behind the same format. */
export const isGemini = (model: string): boolean => model.startsWith("gemini");

/**
 * The request as this API takes it (facts `antigravity.md`): schemas in Google's subset, Claude's tools validated, no output limit for Gemini models.
 *
 * @param warn is told what is left out
 */
export function adapted(body: JsonObject, model: string, warn: (warning: string) => void): JsonObject {
	const config = objectOf(body.generationConfig);
	const tools = arrayOf(body.tools).map((tool) => withOpenApiSchemas(objectOf(tool) ?? {}));
	return {
		...body,
		...(tools.length > 0 && { tools }),
		...(tools.length > 0 && !isGemini(model) && { toolConfig: { functionCallingConfig: { mode: "VALIDATED" } } }),
		...(config && { generationConfig: adaptedConfig(config, model, warn) }),
	};
}

function adaptedConfig({ responseJsonSchema, ...config }: JsonObject, model: string, warn: (warning: string) => void): JsonObject {
	const schema = objectOf(responseJsonSchema);
	const { maxOutputTokens, ...unlimited } = config;
	if (isGemini(model) && maxOutputTokens !== undefined) warn("dropped: max_tokens");
	return { ...(isGemini(model) ? unlimited : config), ...(schema && { responseSchema: openApiSchema(schema) }) };
}

function withOpenApiSchemas(tool: JsonObject): JsonObject {
	const declared = arrayOf(tool.functionDeclarations).map((declaration) => {
		const { parametersJsonSchema, ...others } = objectOf(declaration) ?? {};
		const schema = objectOf(parametersJsonSchema);
		return { ...others, ...(schema && { parameters: openApiSchema(schema) }) };
	});
	return { ...tool, functionDeclarations: declared };
}

/** The same for all requests of a conversation: minus and 19 digits, from the first thing the user said. */
function sessionIdOf({ messages }: ChatRequest): string {
	const said = messages.find(({ role }) => role === "user")?.content.find((part) => part.type === "text");
	return `-${String(fnv1a(said?.type === "text" ? said.text : ""))
		.padStart(19, "0")
		.slice(-19)}`;
}

/** 64-bit FNV-1a; it only has to spread, not to hide. */
function fnv1a(text: string): bigint {
	let hash = 0xcbf29ce484222325n;
	for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
	return hash;
}
