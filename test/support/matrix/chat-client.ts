import { type JsonObject, list, number, object, text } from "../fake-upstream/json.ts";
import { type Asked, citySchema, imageUrl, onePixel, oslo, type Turn } from "./asked.ts";
import type { MatrixClient } from "./client.ts";
import { errorIn, eventsOf, nothingRead, parsed, type Reading } from "./reading.ts";

function messagesOf(turn: Turn): JsonObject[] {
	switch (turn.by) {
		case "system":
			return [{ role: "system", content: turn.text }];
		case "user": {
			const image = { type: "image_url", image_url: { url: turn.image === "url" ? imageUrl : `data:image/png;base64,${onePixel}` } };
			return [{ role: "user", content: turn.image ? [image, { type: "text", text: turn.text }] : turn.text }];
		}
		case "model":
			return [{ role: "assistant", content: turn.text }];
		case "model calling": {
			const calls = turn.calls.map(({ id, name }) => ({ id, type: "function", function: { name, arguments: JSON.stringify(oslo) } }));
			return [{ role: "assistant", content: null, tool_calls: calls }];
		}
		case "tools":
			return turn.results.map(({ id, text: content }) => ({ role: "tool", tool_call_id: id, content }));
	}
}

const body = (
	{ turns, tools, structured, reasoning, maxTokens, answers, logprobs, audio }: Asked,
	model: string,
	stream: boolean,
): JsonObject => ({
	model,
	messages: turns.flatMap(messagesOf),
	...(tools && { tools: tools.map((name) => ({ type: "function", function: { name, parameters: citySchema } })) }),
	...(structured && { response_format: { type: "json_schema", json_schema: { name: "place", schema: citySchema, strict: true } } }),
	...(reasoning && { reasoning_effort: "high" }),
	...(maxTokens && { max_completion_tokens: maxTokens }),
	...(answers && { n: answers }),
	...(logprobs && { logprobs: true, top_logprobs: 2 }),
	...(audio && { modalities: ["text", "audio"], audio: { voice: "alloy", format: stream ? "pcm16" : "mp3" } }),
	...(stream && { stream: true, stream_options: { include_usage: true } }),
});

const finishes: Record<string, Reading["finish"]> = { stop: "stop", length: "length", tool_calls: "tools", content_filter: "refused" };

/** A whole answer is read as a stream of one chunk. */
function read(answer: string, streamed: boolean): Reading {
	const chunks = streamed ? eventsOf(answer) : [object(parsed(answer))];
	const calls: { id: string; name: string; json: string }[] = [];
	let reading = nothingRead;
	let refusal = "";
	for (const chunk of chunks) {
		const choice = object(list(chunk.choices)[0]);
		const said = object(choice.delta ?? choice.message);
		const usage = object(chunk.usage);
		for (const [place, value] of list(said.tool_calls).map(object).entries()) {
			const called = object(value.function);
			const at = number(value.index) ?? place;
			const before = calls[at] ?? { id: "", name: "", json: "" };
			calls[at] = { id: before.id + text(value.id), name: before.name + text(called.name), json: before.json + text(called.arguments) };
		}
		refusal += text(said.refusal);
		reading = {
			...reading,
			text: reading.text + text(said.content) + text(said.refusal),
			reasoning: reading.reasoning + text(said.reasoning_content),
			finish: finishes[text(choice.finish_reason)] ?? reading.finish,
			input: number(usage.prompt_tokens) ?? reading.input,
			output: number(usage.completion_tokens) ?? reading.output,
			error: reading.error + errorIn(chunk),
		};
	}
	return {
		...reading,
		finish: refusal === "" ? reading.finish : "refused",
		calls: calls.map(({ id, name, json }) => ({ id, name, input: parsed(json) })),
	};
}

export const chatClient: MatrixClient = { id: "openai-chat", path: () => "/v1/chat/completions", body, read };
