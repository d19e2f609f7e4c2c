import { isObject, type JsonObject, list, object, text } from "./json.ts";

export interface PromptTool {
	readonly name: string;
	readonly schema: JsonObject;
}

/** What the fake model needs to know of a request, read by a dialect. */
export interface Prompt {
	readonly model: string;
	readonly stream: boolean;
	/** All text of the request, in order; counted as input tokens. */
	readonly allText: string;
	readonly lastUserText: string;
	/** Media types of the last user message's images and files; a URL counts as `url`. */
	readonly media: readonly string[];
	/** Results of tools when the last message holds them, else empty. */
	readonly toolResults: readonly string[];
	readonly tools: readonly PromptTool[];
	readonly toolChoice: "auto" | "none" | "required" | { readonly name: string };
	readonly maxTokens: number | undefined;
	readonly stop: readonly string[];
	/** The JSON schema asked for as output. */
	readonly schema: JsonObject | undefined;
	readonly reasoning: boolean;
	readonly includeUsage: boolean;
}

export interface ToolCall {
	readonly id: string;
	readonly name: string;
	readonly input: unknown;
}

export interface Answer {
	readonly id: string;
	/** Seconds since the epoch. */
	readonly created: number;
	readonly model: string;
	/** The text in the pieces a stream sends it in. */
	readonly pieces: readonly string[];
	readonly toolCalls: readonly ToolCall[];
	/** Empty when none was asked for. */
	readonly reasoning: string;
	readonly finish: "stop" | "length" | "tool" | "stop-sequence";
	readonly stopSequence: string | null;
	readonly inputTokens: number;
	readonly outputTokens: number;
}

export interface AnswerOptions {
	/** Unique part of every id. */
	readonly serial: number;
	/** Answer with so many pieces of text instead of echoing. */
	readonly pieces: number | undefined;
}

/** A word with the space after it is one token, in both directions. */
const tokens = (value: string): string[] => value.match(/\s*\S+\s*?(?=\s|$)|\s+$/g) ?? [];

/** The smallest value a schema accepts that is still recognisable. */
export function sample(schema: JsonObject): unknown {
	const choices = list(schema.enum);
	if (choices.length > 0) return choices[0];
	switch (text(schema.type).toLowerCase()) {
		case "object":
			return Object.fromEntries(Object.entries(object(schema.properties)).map(([name, value]) => [name, sample(object(value))]));
		case "array":
			return isObject(schema.items) ? [sample(schema.items)] : [];
		case "number":
		case "integer":
			return 1;
		case "boolean":
			return true;
		default:
			return "Oslo";
	}
}

/** The tools to call now: forced, named in the text, or the first; none after a tool result. */
function chosenTools(prompt: Prompt): readonly PromptTool[] {
	const choice = prompt.toolChoice;
	if (choice === "none" || (prompt.toolResults.length > 0 && choice === "auto")) return [];
	if (typeof choice === "object") return prompt.tools.filter((tool) => tool.name === choice.name);
	const named = prompt.tools.filter((tool) => prompt.lastUserText.includes(tool.name));
	return named.length > 0 ? named : prompt.tools.slice(0, 1);
}

function reply(prompt: Prompt): string {
	if (prompt.schema) return JSON.stringify(sample(prompt.schema));
	if (prompt.toolResults.length > 0) return `The tool said: ${prompt.toolResults.join(" | ")}`;
	const media = prompt.media.length > 0 ? ` [with ${prompt.media.join(", ")}]` : "";
	return `You said: ${prompt.lastUserText}${media}`;
}

function cut(prompt: Prompt, full: string): Pick<Answer, "pieces" | "finish" | "stopSequence"> {
	const stopSequence = prompt.stop.find((stop) => full.includes(stop)) ?? null;
	const pieces = tokens(stopSequence === null ? full : full.slice(0, full.indexOf(stopSequence)));
	if (prompt.maxTokens !== undefined && prompt.maxTokens < pieces.length) {
		return { pieces: pieces.slice(0, prompt.maxTokens), finish: "length", stopSequence: null };
	}
	return { pieces, finish: stopSequence === null ? "stop" : "stop-sequence", stopSequence };
}

/** What the fake model says: the same request always gets the same answer, ids and time aside. */
export function answer(prompt: Prompt, options: AnswerOptions): Answer {
	const toolCalls = chosenTools(prompt).map((tool, index) => ({
		id: `${options.serial}_${index}`,
		name: tool.name,
		input: sample({ type: "object", ...tool.schema }),
	}));
	const full =
		options.pieces === undefined ? reply(prompt) : Array.from({ length: options.pieces }, (_, index) => `word${index}`).join(" ");
	const said: Pick<Answer, "pieces" | "finish" | "stopSequence"> =
		toolCalls.length > 0 ? { pieces: [], finish: "tool", stopSequence: null } : cut(prompt, full);
	const reasoning = prompt.reasoning ? "Let me think." : "";
	return {
		id: String(options.serial),
		created: Math.floor(Date.now() / 1000),
		model: prompt.model,
		...said,
		toolCalls,
		reasoning,
		inputTokens: Math.max(1, tokens(prompt.allText).length),
		outputTokens: Math.max(
			1,
			said.pieces.length + tokens([reasoning, ...toolCalls.map((call) => JSON.stringify(call.input))].join(" ")).length,
		),
	};
}
