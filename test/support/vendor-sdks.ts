import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI, type Part } from "@google/genai";
import OpenAI from "openai";
import type { AssistantPart, JsonObject } from "../../packages/llm/src/chat/request.ts";
import type { Usage } from "../../packages/llm/src/chat/response.ts";

/** What an official SDK understood of an answer, in words that are the same for all. */
export interface Told {
	readonly text: string;
	readonly reasoning: string;
	readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
	readonly finish: string;
	/** Tokens, cached ones included. */
	readonly input: number;
	/** Tokens, reasoning included. */
	readonly output: number;
}

const answering = (text: string, streamed: boolean) => async (): Promise<Response> =>
	new Response(text, { headers: { "content-type": streamed ? "text/event-stream" : "application/json" } });

/** The answer of `/v1/messages` as `@anthropic-ai/sdk` reads it. Throws what the SDK throws. */
export async function readAnthropic(text: string, streamed: boolean): Promise<Told> {
	const sdk = new Anthropic({ apiKey: "none", maxRetries: 0, fetch: answering(text, streamed) });
	const asked: Anthropic.MessageCreateParamsNonStreaming = { model: "m", max_tokens: 1, messages: [{ role: "user", content: "hi" }] };
	const answer = streamed ? await sdk.messages.stream(asked).finalMessage() : await sdk.messages.create(asked);
	const { content, usage, stop_reason } = answer;
	return {
		text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
		reasoning: content.map((block) => (block.type === "thinking" ? block.thinking : "")).join(""),
		calls: content.flatMap((block) => (block.type === "tool_use" ? [{ id: block.id, name: block.name, input: block.input }] : [])),
		finish: stop_reason ?? "",
		input: usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0),
		output: usage.output_tokens,
	};
}

/** The answer of `:generateContent` as `@google/genai` reads it. Throws what the SDK throws. */
export async function readGoogle(text: string, streamed: boolean): Promise<Told> {
	const sdk = new GoogleGenAI({ apiKey: "none", httpOptions: { fetch: answering(text, streamed), retryOptions: { attempts: 1 } } });
	const asked = { model: "m", contents: "hi" };
	const chunks = streamed ? await sdk.models.generateContentStream(asked) : [await sdk.models.generateContent(asked)];
	const parts: Part[] = [];
	let [finish, input, output] = ["", 0, 0];
	for await (const chunk of chunks) {
		parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
		finish = chunk.candidates?.[0]?.finishReason ?? finish;
		const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = chunk.usageMetadata ?? {};
		if (promptTokenCount !== undefined) [input, output] = [promptTokenCount, (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0)];
	}
	return {
		text: parts.map((part) => (part.thought ? "" : (part.text ?? ""))).join(""),
		reasoning: parts.map((part) => (part.thought ? (part.text ?? "") : "")).join(""),
		calls: parts.flatMap(({ functionCall: call }) => (call ? [{ id: call.id ?? "", name: call.name ?? "", input: call.args }] : [])),
		finish,
		input,
		output,
	};
}

/** The answer of `/v1/chat/completions` as `openai` reads it, refusals and `reasoning_content` included. Throws what the SDK throws. */
export async function readChat(text: string, streamed: boolean): Promise<Told> {
	const sdk = new OpenAI({ apiKey: "none", maxRetries: 0, fetch: answering(text, streamed) });
	const asked = { model: "m", messages: [{ role: "user" as const, content: "hi" }] };
	let reasoning = "";
	const stream = () => {
		const helper = sdk.chat.completions.stream({ ...asked, stream_options: { include_usage: true } });
		helper.on("chunk", ({ choices }) => {
			reasoning += reasoningOf(choices[0]?.delta);
		});
		return helper.finalChatCompletion();
	};
	const { choices, usage } = streamed ? await stream() : await sdk.chat.completions.create(asked);
	const [choice] = choices;
	const message = choice?.message;
	return {
		text: (message?.content ?? "") + (message?.refusal ?? ""),
		reasoning: streamed ? reasoning : reasoningOf(message),
		calls: (message?.tool_calls ?? []).flatMap((call) =>
			call.type === "function" ? [{ id: call.id, name: call.function.name, input: inputOf(call.function.arguments) }] : [],
		),
		finish: choice?.finish_reason ?? "",
		input: usage?.prompt_tokens ?? 0,
		output: usage?.completion_tokens ?? 0,
	};
}

/** No field of OpenAI's, but that of those who follow it. */
const reasoningOf = (said: object | undefined): string => (said && "reasoning_content" in said ? String(said.reasoning_content) : "");

/** The answer of `/v1/responses` as `openai` reads it; its streaming helper checks every index and id. Throws what the SDK throws. */
export async function readResponses(text: string, streamed: boolean): Promise<Told> {
	const sdk = new OpenAI({ apiKey: "none", maxRetries: 0, fetch: answering(text, streamed) });
	const asked = { model: "m", input: "hi" };
	const response = streamed ? await sdk.responses.stream(asked).finalResponse() : await sdk.responses.create(asked);
	const { output, status, incomplete_details, usage } = response;
	return {
		text: output
			.flatMap((item) => (item.type === "message" ? item.content : []))
			.map((part) => (part.type === "refusal" ? part.refusal : part.text))
			.join(""),
		reasoning: output.flatMap((item) => (item.type === "reasoning" ? item.summary.map((part) => part.text) : [])).join(""),
		calls: output.flatMap((item) =>
			item.type === "function_call" ? [{ id: item.call_id, name: item.name, input: inputOf(item.arguments) }] : [],
		),
		finish: incomplete_details?.reason ?? status ?? "",
		input: usage?.input_tokens ?? 0,
		output: usage?.output_tokens ?? 0,
	};
}

/** The same of the hub's own content. */
export function toldBy(content: readonly AssistantPart[], usage: Usage | undefined, finish: string): Told {
	return {
		text: content.map((part) => (part.type === "text" || part.type === "refusal" ? part.text : "")).join(""),
		reasoning: content.map((part) => (part.type === "reasoning" ? part.text : "")).join(""),
		calls: content.flatMap((part) => (part.type === "tool-call" ? [{ id: part.id, name: part.name, input: inputOf(part.arguments) }] : [])),
		finish,
		input: usage?.input ?? 0,
		output: usage?.output ?? 0,
	};
}

/** Arguments that are no object go out under `_raw`. */
function inputOf(text: string): JsonObject {
	if (text === "") return {};
	try {
		return JSON.parse(text);
	} catch {
		return { _raw: text };
	}
}
