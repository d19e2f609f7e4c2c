import type { Json, JsonObject } from "../../chat/request.ts";
import { isEffort } from "../openai-chat/reasoning.ts";
import { type ContentBody, hubFields, type ItemBody, type RequestBody } from "./schema.ts";

/** What the client wrote that the hub has no word for and that is dropped without harm: fields and items by their path. */
export function otherFields(body: JsonObject, request: RequestBody): string[] {
	const fields = Object.keys(body).filter((name) => !hubFields.has(name) && !saysNothing(name, body[name]) && !refused(name, body[name]));
	if (request.reasoning?.effort && !isEffort(request.reasoning.effort)) fields.push("reasoning.effort");
	if (request.text?.verbosity) fields.push("text.verbosity");
	return [...fields, ...itemPaths(request, (item) => item.type === "other" && traces.includes(item.kind))];
}

/**
 * Paths of what only this protocol can express and whose loss would change the answer: the provider's own tools, what it keeps on its side, and items that
 * hold a part of the conversation.
 */
export function untranslatable(body: JsonObject, request: RequestBody): string[] {
	const fields = Object.keys(body).filter((name) => refused(name, body[name]));
	const included = (request.include ?? []).flatMap((name, at) => (name === logprobs ? [`include[${at}]`] : []));
	const tools = (request.tools ?? []).flatMap(({ type }, at) => (type === "other" ? [`tools[${at}]`] : []));
	const choice = request.tool_choice;
	const otherChoice =
		typeof choice === "object" &&
		(choice?.type === "other" || (choice?.type === "allowed_tools" && choice.tools.some(({ type }) => type === "other")));
	return [
		...tools,
		...(otherChoice ? ["tool_choice"] : []),
		...itemPaths(request, (item) => item.type === "other" && !traces.includes(item.kind)),
		...contentPaths(request),
		...(request.text?.format?.type === "other" ? ["text.format"] : []),
		...fields,
		...included,
	];
}

const logprobs = "message.output_text.logprobs";

/** How an earlier answer was found by the provider's own tools; what they found stands in the answer. */
const traces = ["web_search_call", "file_search_call", "code_interpreter_call", "mcp_list_tools"];

/** The usual, said aloud. */
const usual: Readonly<Record<string, readonly Json[]>> = {
	background: [false],
	service_tier: ["auto", "default"],
	store: [false],
	truncation: ["disabled"],
};

function saysNothing(name: string, value: Json | undefined): boolean {
	if (value === null || value === undefined || name === "stream_options") return true;
	if (name === "metadata" && JSON.stringify(value) === "{}") return true;
	return usual[name]?.includes(value) ?? false;
}

const kept = ["previous_response_id", "conversation", "prompt", "background"];

function refused(name: string, value: Json | undefined): boolean {
	if (name === "top_logprobs") return typeof value === "number" && value > 0;
	return kept.includes(name) && !saysNothing(name, value);
}

const items = ({ input }: RequestBody): readonly ItemBody[] => (Array.isArray(input) ? input : []);

const itemPaths = (request: RequestBody, wanted: (item: ItemBody) => boolean): string[] =>
	items(request).flatMap((item, at) => (wanted(item) ? [`input[${at}]`] : []));

/** Parts of an unknown type, and those that only another role may have. */
const contentPaths = (request: RequestBody): string[] =>
	items(request).flatMap((item, at) => {
		if (item.type === "message") return lost(`input[${at}].content`, item.content, takes[item.role]);
		return item.type === "function_call_output"
			? lost(`input[${at}].output`, item.output, ["input_text", "input_image", "input_file"])
			: [];
	});

const takes: Readonly<Record<Extract<ItemBody, { type: "message" }>["role"], readonly string[]>> = {
	system: ["input_text", "output_text"],
	developer: ["input_text", "output_text"],
	user: ["input_text", "output_text", "input_image", "input_file", "input_audio"],
	assistant: ["input_text", "output_text", "refusal"],
};

const lost = (path: string, content: ContentBody, taken: readonly string[]): string[] =>
	typeof content === "string" ? [] : content.flatMap(({ type }, at) => (taken.includes(type) ? [] : [`${path}[${at}]`]));
