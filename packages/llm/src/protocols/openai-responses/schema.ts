import * as z from "zod";
import { objectOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/**
 * The body of `POST /v1/responses` as far as the gateway reads it. Strict on those fields; every other field, and every item, part, tool or choice of a
 * type unknown here, passes, for a passthrough must not break what a vendor adds tomorrow. `null` means absent, as at OpenAI.
 */

const jsonObject = z.custom<JsonObject>((value) => objectOf(value as Json) !== undefined, { error: "expected an object" });

/** Something typed that the hub has no word for; its own type is kept as `kind`. */
const otherThan = (...known: string[]) =>
	z
		.looseObject({ type: z.string().refine((type) => !known.includes(type), { error: "is not complete" }) })
		.transform(({ type }) => ({ type: "other" as const, kind: type }));

const text = z.string().nullish();
const boolean = z.boolean().nullish();
const number = z.number().nullish();
const count = z.int().min(1).nullish();

const contentPart = z.union([
	z.discriminatedUnion("type", [
		z.looseObject({ type: z.enum(["input_text", "output_text"]), text: z.string() }),
		z.looseObject({ type: z.literal("refusal"), refusal: z.string() }),
		z.looseObject({ type: z.literal("input_image"), image_url: text, file_id: text, detail: text }),
		z.looseObject({ type: z.literal("input_file"), file_data: text, file_url: text, file_id: text, filename: text }),
		z.looseObject({ type: z.literal("input_audio"), input_audio: z.looseObject({ data: z.string(), format: z.string() }) }),
	]),
	otherThan("input_text", "output_text", "refusal", "input_image", "input_file", "input_audio"),
]);
const content = z.union([z.string(), z.array(contentPart)]);

const reasoningText = z.array(z.looseObject({ text: z.string() })).nullish();

const item = z.preprocess(
	// The short form of a message names no type.
	(value: unknown) =>
		typeof value === "object" && value !== null && "role" in value && !("type" in value) ? { ...value, type: "message" } : value,
	z.union([
		z.discriminatedUnion("type", [
			z.looseObject({ type: z.literal("message"), role: z.enum(["user", "assistant", "system", "developer"]), content }),
			z.looseObject({ type: z.literal("function_call"), call_id: z.string(), name: z.string(), arguments: z.string() }),
			z.looseObject({ type: z.literal("function_call_output"), call_id: z.string(), output: content }),
			z.looseObject({ type: z.literal("reasoning"), id: text, summary: reasoningText, content: reasoningText, encrypted_content: text }),
		]),
		otherThan("message", "function_call", "function_call_output", "reasoning"),
	]),
);

const tool = z.union([
	z.looseObject({ type: z.literal("function"), name: z.string(), description: text, parameters: jsonObject.nullish(), strict: boolean }),
	otherThan("function"),
]);

const namedFunction = z.looseObject({ type: z.literal("function"), name: z.string() });
const toolChoice = z.union([
	z.enum(["none", "auto", "required"]),
	z.discriminatedUnion("type", [
		namedFunction,
		z.looseObject({
			type: z.literal("allowed_tools"),
			mode: z.enum(["auto", "required"]),
			tools: z.array(z.union([namedFunction, otherThan("function")])),
		}),
	]),
	otherThan("function", "allowed_tools"),
]);

const format = z.union([
	z.discriminatedUnion("type", [
		z.looseObject({ type: z.literal("text") }),
		z.looseObject({ type: z.literal("json_object") }),
		z.looseObject({ type: z.literal("json_schema"), name: z.string(), description: text, schema: jsonObject, strict: boolean }),
	]),
	otherThan("text", "json_object", "json_schema"),
]);

/** Its keys are the fields that the hub has a word for, or that say nothing to another provider. */
const fields = {
	model: z.string().min(1),
	input: z.union([z.string(), z.array(item)]).nullish(),
	instructions: text,
	stream: boolean,
	tools: z.array(tool).nullish(),
	tool_choice: toolChoice.nullish(),
	parallel_tool_calls: boolean,
	max_output_tokens: count,
	temperature: number,
	top_p: number,
	text: z.looseObject({ format: format.nullish(), verbosity: text }).nullish(),
	reasoning: z.looseObject({ effort: text, summary: text }).nullish(),
	include: z.array(z.string()).nullish(),
	top_logprobs: z.int().min(0).nullish(),
	user: text,
	safety_identifier: text,
	prompt_cache_key: text,
};

export const requestSchema = z.looseObject(fields);
export const hubFields: ReadonlySet<string> = new Set(Object.keys(fields));

export type RequestBody = z.infer<typeof requestSchema>;
export type ItemBody = z.infer<typeof item>;
export type ContentBody = z.infer<typeof content>;
export type PartBody = z.infer<typeof contentPart>;
export type CallBody = Extract<ItemBody, { type: "function_call" }>;
export type ReasoningBody = Extract<ItemBody, { type: "reasoning" }>;
export type ToolChoiceBody = z.infer<typeof toolChoice>;
