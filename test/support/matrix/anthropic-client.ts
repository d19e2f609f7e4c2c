import { type JsonObject, list, number, object, text } from "../fake-upstream/json.ts";
import { type Asked, citySchema, imageUrl, onePixel, oslo, type Turn } from "./asked.ts";
import type { MatrixClient } from "./client.ts";
import { errorIn, eventsOf, nothingRead, parsed, type Reading } from "./reading.ts";

function messagesOf(turn: Turn): JsonObject[] {
	switch (turn.by) {
		case "system":
			return [];
		case "user": {
			const inline = { type: "base64", media_type: "image/png", data: onePixel };
			const image = { type: "image", source: turn.image === "url" ? { type: "url", url: imageUrl } : inline };
			return [{ role: "user", content: turn.image ? [image, { type: "text", text: turn.text }] : turn.text }];
		}
		case "model":
			return [{ role: "assistant", content: turn.text }];
		case "model calling":
			return [{ role: "assistant", content: turn.calls.map(({ id, name }) => ({ type: "tool_use", id, name, input: oslo })) }];
		case "tools": {
			const results = turn.results.map(({ id, text: content }) => ({ type: "tool_result", tool_use_id: id, content }));
			return [{ role: "user", content: results }];
		}
	}
}

function body({ turns, tools, structured, reasoning, maxTokens }: Asked, model: string, stream: boolean): JsonObject {
	const system = turns.flatMap((turn) => (turn.by === "system" ? [turn.text] : [])).join("\n");
	const config = {
		...(structured && { format: { type: "json_schema", schema: citySchema } }),
		...(reasoning && { effort: "high" }),
	};
	return {
		model,
		max_tokens: maxTokens ?? 4000,
		messages: turns.flatMap(messagesOf),
		...(system && { system }),
		...(tools && { tools: tools.map((name) => ({ name, input_schema: citySchema })) }),
		...(Object.keys(config).length > 0 && { output_config: config }),
		...(reasoning && { thinking: { type: "adaptive", display: "summarized" } }),
		...(stream && { stream: true }),
	};
}

const finishes: Record<string, Reading["finish"]> = {
	end_turn: "stop",
	stop_sequence: "stop",
	max_tokens: "length",
	tool_use: "tools",
	refusal: "refused",
};

const read = (answer: string, streamed: boolean): Reading =>
	streamed ? readEvents(eventsOf(answer)) : readMessage(object(parsed(answer)));

/** The message that the events build, as the SDK builds it. */
function readEvents(events: readonly JsonObject[]): Reading {
	const blocks: { kind: string; id: string; name: string; said: string }[] = [];
	let [stopReason, input, output, error] = ["", 0, 0, ""];
	for (const event of events) {
		const usage = object(object(event.message).usage ?? event.usage);
		const block = blocks[number(event.index) ?? -1];
		const delta = object(event.delta);
		const start = object(event.content_block);
		if (event.type === "content_block_start") {
			blocks.push({ kind: text(start.type), id: text(start.id), name: text(start.name), said: text(start.text) + text(start.thinking) });
		}
		if (block) block.said += text(delta.text) + text(delta.thinking) + text(delta.partial_json);
		stopReason = text(delta.stop_reason) || stopReason;
		input = number(usage.input_tokens) ?? input;
		output = number(usage.output_tokens) ?? output;
		error += errorIn(event);
	}
	const said = (kind: string): string => blocks.map((block) => (block.kind === kind ? block.said : "")).join("");
	return {
		text: said("text"),
		reasoning: said("thinking"),
		calls: blocks.flatMap((block) =>
			block.kind === "tool_use" && error === "" ? [{ id: block.id, name: block.name, input: parsed(block.said) }] : [],
		),
		finish: finishes[stopReason] ?? "",
		input,
		output,
		error,
	};
}

function readMessage(message: JsonObject): Reading {
	const blocks = list(message.content).map(object);
	const usage = object(message.usage);
	return {
		...nothingRead,
		text: blocks.map((block) => text(block.text)).join(""),
		reasoning: blocks.map((block) => text(block.thinking)).join(""),
		calls: blocks.flatMap((block) =>
			block.type === "tool_use" ? [{ id: text(block.id), name: text(block.name), input: block.input }] : [],
		),
		finish: finishes[text(message.stop_reason)] ?? "",
		input: number(usage.input_tokens) ?? 0,
		output: number(usage.output_tokens) ?? 0,
		error: message.type === "error" ? errorIn(message) : "",
	};
}

export const anthropicClient: MatrixClient = { id: "anthropic-messages", path: () => "/v1/messages", body, read };
