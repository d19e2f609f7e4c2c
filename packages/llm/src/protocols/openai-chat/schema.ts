import * as z from "zod";
import { objectOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/**
 * The body of `POST /v1/chat/completions` as far as the gateway reads it. Strict on those fields; every other field, and every content part, tool or
 * choice of a type unknown here, passes, for a passthrough must not break what a vendor adds tomorrow. `null` means absent, as at OpenAI.
 */

const jsonObject = z.custom<JsonObject>((value) => objectOf(value as Json) !== undefined, { error: "expected an object" });

/** Something typed that the hub has no word for. */
const otherThan = (...known: string[]) =>
	z
		.looseObject({ type: z.string().refine((type) => !known.includes(type), { error: "is not complete" }) })
		.transform(() => ({ type: "other" as const }));

const textPart = z.looseObject({ type: z.literal("text"), text: z.string() });
const refusalPart = z.looseObject({ type: z.literal("refusal"), refusal: z.string() });
const imagePart = z.looseObject({
	type: z.literal("image_url"),
	image_url: z.looseObject({ url: z.string(), detail: z.string().nullish() }),
});
const audioPart = z.looseObject({
	type: z.literal("input_audio"),
	input_audio: z.looseObject({ data: z.string(), format: z.string() }),
});
const filePart = z.looseObject({
	type: z.literal("file"),
	file: z.looseObject({ file_data: z.string().nullish(), file_id: z.string().nullish(), filename: z.string().nullish() }),
});

const contentPart = z.union([
	z.discriminatedUnion("type", [textPart, refusalPart, imagePart, audioPart, filePart]),
	otherThan("text", "refusal", "image_url", "input_audio", "file"),
]);
const content = z.union([z.string(), z.array(contentPart)]);

const functionCall = z.looseObject({ name: z.string(), arguments: z.string() });
const toolCall = z.union([
	z.looseObject({ id: z.string(), type: z.literal("function").default("function"), function: functionCall }),
	otherThan("function"),
]);

const name = z.string().nullish();
const message = z.discriminatedUnion("role", [
	z.looseObject({ role: z.enum(["system", "developer", "user"]), content, name }),
	z.looseObject({
		role: z.literal("assistant"),
		content: content.nullish(),
		name,
		refusal: z.string().nullish(),
		reasoning_content: z.string().nullish(),
		tool_calls: z.array(toolCall).nullish(),
		function_call: functionCall.nullish(),
	}),
	z.looseObject({ role: z.literal("tool"), tool_call_id: z.string(), content }),
	z.looseObject({ role: z.literal("function"), name: z.string(), content: content.nullable() }),
]);

const functionDefinition = z.looseObject({
	name: z.string(),
	description: z.string().nullish(),
	parameters: jsonObject.nullish(),
	strict: z.boolean().nullish(),
});
const tool = z.union([z.looseObject({ type: z.literal("function"), function: functionDefinition }), otherThan("function")]);

const namedFunction = z.looseObject({ type: z.literal("function"), function: z.looseObject({ name: z.string() }) });
const toolChoice = z.union([
	z.enum(["none", "auto", "required"]),
	z.discriminatedUnion("type", [
		namedFunction,
		z.looseObject({
			type: z.literal("allowed_tools"),
			allowed_tools: z.looseObject({ mode: z.enum(["auto", "required"]), tools: z.array(z.union([namedFunction, otherThan("function")])) }),
		}),
	]),
	otherThan("function", "allowed_tools"),
]);

const responseFormat = z.union([
	z.discriminatedUnion("type", [
		z.looseObject({ type: z.literal("text") }),
		z.looseObject({ type: z.literal("json_object") }),
		z.looseObject({
			type: z.literal("json_schema"),
			json_schema: z.looseObject({
				name: z.string(),
				description: z.string().nullish(),
				schema: jsonObject.nullish(),
				strict: z.boolean().nullish(),
			}),
		}),
	]),
	otherThan("text", "json_object", "json_schema"),
]);

const number = z.number().nullish();
const boolean = z.boolean().nullish();
const count = z.int().min(1).nullish();
const text = z.string().nullish();

/** Its keys are the fields that the hub has a word for. */
const fields = {
	model: z.string().min(1),
	messages: z.array(message).min(1),
	stream: boolean,
	stream_options: z.looseObject({ include_usage: boolean }).nullish(),
	tools: z.array(tool).nullish(),
	tool_choice: toolChoice.nullish(),
	parallel_tool_calls: boolean,
	functions: z.array(functionDefinition).nullish(),
	function_call: z.union([z.enum(["none", "auto"]), z.looseObject({ name: z.string() })]).nullish(),
	max_completion_tokens: count,
	max_tokens: count,
	temperature: number,
	top_p: number,
	seed: z.int().nullish(),
	presence_penalty: number,
	frequency_penalty: number,
	stop: z.union([z.string(), z.array(z.string())]).nullish(),
	n: count,
	logprobs: boolean,
	top_logprobs: z.int().min(0).nullish(),
	response_format: responseFormat.nullish(),
	reasoning_effort: text,
	user: text,
	safety_identifier: text,
	prompt_cache_key: text,
};

export const requestSchema = z.looseObject(fields);
export const hubFields: ReadonlySet<string> = new Set(Object.keys(fields));

export type RequestBody = z.infer<typeof requestSchema>;
export type MessageBody = RequestBody["messages"][number];
export type ContentBody = z.infer<typeof content>;
export type PartBody = z.infer<typeof contentPart>;
export type ToolBody = z.infer<typeof tool>;
export type ToolCallBody = z.infer<typeof toolCall>;
export type ToolChoiceBody = z.infer<typeof toolChoice>;
export type FunctionBody = z.infer<typeof functionDefinition>;
