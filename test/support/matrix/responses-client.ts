import { type JsonObject, list, number, object, text } from "../fake-upstream/json.ts";
import { type Asked, citySchema, imageUrl, onePixel, oslo, type Turn } from "./asked.ts";
import type { MatrixClient } from "./client.ts";
import { errorIn, eventsOf, nothingRead, parsed, type Reading } from "./reading.ts";

function itemsOf(turn: Turn): JsonObject[] {
	switch (turn.by) {
		case "system":
			return [{ role: "developer", content: turn.text }];
		case "user": {
			const url = turn.image === "url" ? imageUrl : `data:image/png;base64,${onePixel}`;
			const image = { type: "input_image", image_url: url, detail: "auto" };
			return [{ role: "user", content: turn.image ? [image, { type: "input_text", text: turn.text }] : turn.text }];
		}
		case "model":
			return [{ type: "message", role: "assistant", content: [{ type: "output_text", text: turn.text }] }];
		case "model calling":
			return turn.calls.map(({ id, name }) => ({ type: "function_call", call_id: id, name, arguments: JSON.stringify(oslo) }));
		case "tools":
			return turn.results.map(({ id, text: output }) => ({ type: "function_call_output", call_id: id, output }));
	}
}

const body = ({ turns, tools, structured, reasoning, maxTokens, logprobs }: Asked, model: string, stream: boolean): JsonObject => ({
	model,
	input: turns.flatMap(itemsOf),
	...(tools && { tools: tools.map((name) => ({ type: "function", name, parameters: citySchema, strict: true })) }),
	...(structured && { text: { format: { type: "json_schema", name: "place", schema: citySchema, strict: true } } }),
	...(reasoning && { reasoning: { effort: "high", summary: "auto" } }),
	...(maxTokens && { max_output_tokens: maxTokens }),
	...(logprobs && { top_logprobs: 2, include: ["message.output_text.logprobs"] }),
	...(stream && { stream: true }),
	store: false,
});

function read(answer: string, streamed: boolean): Reading {
	return streamed ? readEvents(eventsOf(answer)) : readResponse(object(parsed(answer)));
}

/** The words that came are what the last event tells once more. */
function readEvents(events: readonly JsonObject[]): Reading {
	const told = (type: string): string =>
		events
			.filter((event) => event.type === type)
			.map((event) => text(event.delta))
			.join("");
	const last = events.find((event) => /^response\.(completed|incomplete|failed)$/.test(text(event.type)));
	return {
		...(last ? readResponse(object(last.response)) : nothingRead),
		text: told("response.output_text.delta") + told("response.refusal.delta"),
		reasoning: told("response.reasoning_summary_text.delta"),
		error: [...events.map(errorIn), errorIn(object(last?.response))].join(""),
	};
}

function readResponse(response: JsonObject): Reading {
	const items = list(response.output).map(object);
	const content = items.flatMap((item) => (item.type === "message" ? list(item.content).map(object) : []));
	const calls = items.filter(({ type }) => type === "function_call");
	const usage = object(response.usage);
	return {
		text: content.map((part) => text(part.text) + text(part.refusal)).join(""),
		reasoning: items.flatMap(({ summary }) => list(summary).map((part) => text(object(part).text))).join(""),
		calls: calls.map((call) => ({ id: text(call.call_id), name: text(call.name), input: parsed(text(call.arguments)) })),
		finish: finishOf(response, content, calls.length > 0),
		input: number(usage.input_tokens) ?? 0,
		output: number(usage.output_tokens) ?? 0,
		error: errorIn(response),
	};
}

function finishOf(response: JsonObject, content: readonly JsonObject[], called: boolean): Reading["finish"] {
	const { reason } = object(response.incomplete_details);
	if (reason === "content_filter" || content.some(({ type }) => type === "refusal")) return "refused";
	if (response.status === "incomplete") return "length";
	if (response.status !== "completed") return "";
	return called ? "tools" : "stop";
}

export const responsesClient: MatrixClient = { id: "openai-responses", path: () => "/v1/responses", body, read };
