import type { JsonSchema } from "@smart-router/core/json-schema.ts";
import type { RouteId } from "../routes.ts";

const text: JsonSchema = { type: "string" };
const maybeText: JsonSchema = { type: ["string", "null"] };
type Fields = Readonly<Record<string, JsonSchema>>;
const objectWith = (properties: Fields, optional: Fields = {}): JsonSchema => ({
	type: "object",
	required: Object.keys(properties),
	properties: { ...properties, ...optional },
});

const reason: JsonSchema = { type: "string", description: "Which of the causes that the code has, where it has several" };
const admin = objectWith({ type: text, code: text, message: text, param: maybeText, hint: maybeText, requestId: text }, { reason });
const openai = objectWith({ message: text, type: text, param: maybeText, code: maybeText });
const anthropic = objectWith({ type: text, message: text });
const gemini = objectWith({ code: { type: "integer" }, message: text, status: text });

/** Errors in the format of whoever called, by name. */
export const errorSchemas: Readonly<Record<string, JsonSchema>> = {
	Error: objectWith({ error: admin }),
	OpenAiError: objectWith({ error: openai }),
	AnthropicError: { ...objectWith({ type: { const: "error" }, error: anthropic }) },
	GeminiError: objectWith({ error: gemini }),
};

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** The schema of a route's errors. */
export function errorSchemaOf(id: RouteId): JsonSchema {
	if (/^(createMessage|countMessageTokens)$/.test(id)) return ref("AnthropicError");
	if (/(Content|Contents|countTokens|Gemini\w+)(V1)?$/.test(id) || id === "countTokens") return ref("GeminiError");
	if (/^(createChatCompletion|createResponse|createEmbedding)$/.test(id)) return ref("OpenAiError");
	// In the form of the SDK that asks.
	if (id === "listModels" || id === "getModel") return { anyOf: [ref("OpenAiError"), ref("AnthropicError"), ref("GeminiError")] };
	return ref("Error");
}
