import * as z from "zod";
import { objectOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/**
 * The body of `POST /v1/messages` as far as the gateway reads it. Strict on those fields; every other field, and every block, tool or choice of a type
 * unknown here, passes, for a passthrough must not break what Anthropic adds tomorrow.
 */

const jsonObject = z.custom<JsonObject>((value) => objectOf(value as Json) !== undefined, { error: "expected an object" });

/** Something typed that the hub has no word for. */
const otherThan = (...known: string[]) =>
	z
		.looseObject({ type: z.string().refine((type) => !known.includes(type), { error: "is not complete" }) })
		.transform(() => ({ type: "other" as const }));

const textBlock = z.looseObject({ type: z.literal("text"), text: z.string() });

const dataSources = [
	z.looseObject({ type: z.literal("base64"), media_type: z.string(), data: z.string() }),
	z.looseObject({ type: z.literal("url"), url: z.string() }),
	z.looseObject({ type: z.literal("file"), file_id: z.string() }),
] as const;
const imageSource = z.union([z.discriminatedUnion("type", [...dataSources]), otherThan("base64", "url", "file")]);
const imageBlock = z.looseObject({ type: z.literal("image"), source: imageSource });

const documentSource = z.union([
	z.discriminatedUnion("type", [
		...dataSources,
		z.looseObject({ type: z.literal("text"), data: z.string() }),
		z.looseObject({
			type: z.literal("content"),
			content: z.union([z.string(), z.array(z.union([z.discriminatedUnion("type", [textBlock, imageBlock]), otherThan("text", "image")]))]),
		}),
	]),
	otherThan("base64", "url", "file", "text", "content"),
]);
const documentBlock = z.looseObject({ type: z.literal("document"), source: documentSource, title: z.string().nullish() });
const searchResult = z.looseObject({
	type: z.literal("search_result"),
	title: z.string(),
	source: z.string(),
	content: z.array(z.looseObject({ text: z.string() })),
});

const resultBlock = z.union([
	z.discriminatedUnion("type", [textBlock, imageBlock, documentBlock, searchResult]),
	otherThan("text", "image", "document", "search_result"),
]);
const toolResult = z.looseObject({
	type: z.literal("tool_result"),
	tool_use_id: z.string(),
	content: z.union([z.string(), z.array(resultBlock)]).nullish(),
	is_error: z.boolean().nullish(),
});
const toolUse = z.looseObject({ type: z.literal("tool_use"), id: z.string(), name: z.string(), input: jsonObject });
const thinkingBlock = z.looseObject({ type: z.literal("thinking"), thinking: z.string(), signature: z.string().nullish() });
const redactedBlock = z.looseObject({ type: z.literal("redacted_thinking"), data: z.string() });

const block = z.union([
	z.discriminatedUnion("type", [textBlock, imageBlock, documentBlock, searchResult, toolResult, toolUse, thinkingBlock, redactedBlock]),
	otherThan("text", "image", "document", "search_result", "tool_result", "tool_use", "thinking", "redacted_thinking"),
]);

const message = z.looseObject({ role: z.enum(["user", "assistant", "system"]), content: z.union([z.string(), z.array(block)]) });

const tool = z.union([
	z.looseObject({
		type: z.literal("custom").nullish(),
		name: z.string(),
		description: z.string().nullish(),
		input_schema: jsonObject,
		strict: z.boolean().nullish(),
	}),
	otherThan("custom"),
]);

const parallel = { disable_parallel_tool_use: z.boolean().nullish() };
const toolChoice = z.union([
	z.discriminatedUnion("type", [
		z.looseObject({ type: z.literal("auto"), ...parallel }),
		z.looseObject({ type: z.literal("any"), ...parallel }),
		z.looseObject({ type: z.literal("none") }),
		z.looseObject({ type: z.literal("tool"), name: z.string(), ...parallel }),
	]),
	otherThan("auto", "any", "none", "tool"),
]);

const number = z.number().nullish();

/** Its keys are the fields that the hub has a word for. `max_tokens` is Anthropic's to miss: counting tokens goes without it. */
const fields = {
	model: z.string().min(1),
	messages: z.array(message).min(1),
	max_tokens: z.int().min(0).nullish(),
	system: z.union([z.string(), z.array(z.union([textBlock, otherThan("text")]))]).nullish(),
	stream: z.boolean().nullish(),
	tools: z.array(tool).nullish(),
	tool_choice: toolChoice.nullish(),
	stop_sequences: z.array(z.string()).nullish(),
	temperature: number,
	top_p: number,
	top_k: number,
	thinking: z.looseObject({ type: z.string(), budget_tokens: number, display: z.string().nullish() }).nullish(),
	output_config: z
		.looseObject({ effort: z.string().nullish(), format: z.looseObject({ type: z.string(), schema: jsonObject.nullish() }).nullish() })
		.nullish(),
	metadata: z.looseObject({ user_id: z.string().nullish() }).nullish(),
};

export const requestSchema = z.looseObject(fields);
export const hubFields: ReadonlySet<string> = new Set(Object.keys(fields));

export type RequestBody = z.infer<typeof requestSchema>;
export type MessageBody = RequestBody["messages"][number];
export type BlockBody = z.infer<typeof block>;
export type ResultBlockBody = z.infer<typeof resultBlock>;
export type SourceBody = z.infer<typeof documentSource>;
export type ToolBody = z.infer<typeof tool>;
