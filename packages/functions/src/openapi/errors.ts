import type { JsonSchema } from "@smart-router/core/json-schema.ts";
import { type SpokenProtocol, spokenAt } from "../proxy/spoken.ts";
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
export const errorSchemas = {
	Error: objectWith({ error: admin }),
	OpenAiError: objectWith({ error: openai }),
	AnthropicError: { ...objectWith({ type: { const: "error" }, error: anthropic }) },
	GeminiError: objectWith({ error: gemini }),
} as const satisfies Readonly<Record<string, JsonSchema>>;

const ref = (name: keyof typeof errorSchemas): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const nameOf: Readonly<Record<SpokenProtocol, keyof typeof errorSchemas>> = {
	"openai-chat": "OpenAiError",
	"openai-responses": "OpenAiError",
	"anthropic-messages": "AnthropicError",
	gemini: "GeminiError",
};

/** The schema of a route's errors: in the protocol that is spoken there, which may be that of the SDK that asks. */
export function errorSchemaOf(id: RouteId): JsonSchema {
	const spoken = spokenAt(id);
	if (!spoken) return ref("Error");
	return spoken.protocol ? ref(nameOf[spoken.protocol]) : { anyOf: [...new Set(Object.values(nameOf))].map(ref) };
}
