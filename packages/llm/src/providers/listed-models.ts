import { defined, numberOf, objectOf, stringOf } from "../chat/json.ts";
import type { ToldFacts } from "../chat/listed-model.ts";
import type { Json, JsonObject } from "../chat/request.ts";
import type { Provider } from "./provider.ts";

/** A model as its provider's list tells of it. */
export interface ProviderModel {
	readonly id: string;
	readonly facts: ToldFacts;
}

/**
 * The models of a list as `listModelsCall` brings it, those that can chat; of most vendors' no more than the ids are told. Undefined when it is no list at
 * all. Never throws.
 */
export function readListedModels({ protocol }: Pick<Provider, "protocol">, body: Json | undefined): readonly ProviderModel[] | undefined {
	const object = objectOf(body);
	const list = Array.isArray(body) ? body : (object?.data ?? object?.models);
	if (protocol === "code-assist") return namesIn(objectOf(list));
	if (!Array.isArray(list)) return undefined;
	const read = protocol === "gemini" ? ofGoogle : protocol === "anthropic-messages" ? ofAnthropic : ofOthers;
	return list.flatMap((item) => read(objectOf(item) ?? {}));
}

/** Code Assist lists an account's models by their names (facts `google.md` section 4). */
const namesIn = (models: JsonObject | undefined): readonly ProviderModel[] | undefined =>
	models && Object.keys(models).map((id) => ({ id, facts: {} }));

/** https://ai.google.dev/api/models#Model */
function ofGoogle({ name, inputTokenLimit, outputTokenLimit, thinking, supportedGenerationMethods: methods }: JsonObject): ProviderModel[] {
	const id = stringOf(name)?.replace(/^models\//, "");
	if (id === undefined || (Array.isArray(methods) && !methods.includes("generateContent"))) return [];
	const facts = { context: count(inputTokenLimit), maxOutput: count(outputTokenLimit), reasons: flag(thinking) };
	return [{ id, facts: defined(facts) }];
}

/** https://docs.anthropic.com/en/api/models-list */
function ofAnthropic({ id, max_input_tokens, max_tokens, capabilities }: JsonObject): ProviderModel[] {
	const can = (name: string): boolean | undefined => flag(objectOf(objectOf(capabilities)?.[name])?.supported);
	return named(id, {
		context: count(max_input_tokens),
		maxOutput: count(max_tokens),
		images: can("image_input"),
		pdf: can("pdf_input"),
		structuredOutput: can("structured_outputs"),
		reasons: can("thinking"),
	});
}

/**
 * OpenAI's own list is ids only; those who follow it add fields of their own: OpenRouter (`context_length`, `architecture`, `pricing` in USD a token,
 * `supported_parameters`, `top_provider`), Groq (`context_window`, `max_completion_tokens`), Mistral (`max_context_length`, `capabilities`), vLLM
 * (`max_model_len`). The models of a plan have slugs, and hidden ones are not for us (facts `openai.md` section 3).
 */
function ofOthers(model: JsonObject): ProviderModel[] {
	const abilities = objectOf(model.capabilities);
	if (abilities?.completion_chat === false) return [];
	const inputs = objectOf(model.architecture)?.input_modalities;
	const takes = (kind: string): boolean | undefined => (Array.isArray(inputs) ? inputs.includes(kind) : undefined);
	const parameters = model.supported_parameters;
	const knows = (name: string): boolean | undefined => (Array.isArray(parameters) ? parameters.includes(name) : undefined);
	return named(model.id ?? (model.visibility === "list" ? model.slug : undefined), {
		context: count(model.context_length) ?? count(model.context_window) ?? count(model.max_context_length) ?? count(model.max_model_len),
		maxOutput: count(objectOf(model.top_provider)?.max_completion_tokens) ?? count(model.max_completion_tokens),
		price: priceOf(objectOf(model.pricing)),
		tools: knows("tools") ?? flag(abilities?.function_calling),
		images: takes("image") ?? flag(abilities?.vision),
		pdf: takes("file"),
		structuredOutput: knows("structured_outputs"),
		reasons: knows("reasoning"),
	});
}

type Maybe<T> = { readonly [K in keyof T]: T[K] | undefined };

const named = (id: Json | undefined, facts: Maybe<ToldFacts>): ProviderModel[] =>
	typeof id === "string" && id !== "" ? [{ id, facts: defined(facts) }] : [];

const count = (value: Json | undefined): number | undefined => {
	const number = numberOf(value);
	return number !== undefined && number > 0 ? number : undefined;
};

const flag = (value: Json | undefined): boolean | undefined => (typeof value === "boolean" ? value : undefined);

/** USD a token, as text, to USD per million; a negative one means that it varies. */
function priceOf(pricing: JsonObject | undefined): ToldFacts["price"] {
	const usd = (value: Json | undefined): number | undefined => {
		const perToken = typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
		return perToken >= 0 ? Number((perToken * 1e6).toPrecision(9)) : undefined;
	};
	const [input, output, cacheRead] = [usd(pricing?.prompt), usd(pricing?.completion), usd(pricing?.input_cache_read)];
	return input === undefined || output === undefined ? undefined : defined({ input, output, cacheRead });
}
