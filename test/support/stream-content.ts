import type { AssistantPart } from "../../packages/llm/src/chat/request.ts";
import type { FinishReason, Usage } from "../../packages/llm/src/chat/response.ts";
import type { StreamPart } from "../../packages/llm/src/chat/stream-part.ts";
import type { UpstreamProtocol } from "../../packages/llm/src/protocols/protocol.ts";
import type { Frame } from "../../packages/llm/src/transport/sse.ts";

/** A recorded event as a frame, with its name where the provider names events by their type. */
export function frameOf(data: string, named: boolean): Frame {
	const type: unknown = named ? JSON.parse(data).type : "";
	return { event: typeof type === "string" ? type : "", data };
}

/** Every part a stream of these frames makes, those owed at its end included. */
export function streamParts(upstream: UpstreamProtocol, frames: readonly Frame[]): StreamPart[] {
	const parser = upstream.streamParser();
	let state = parser.initial;
	const parts: StreamPart[] = [];
	for (const frame of frames) {
		const [next, made] = parser.step(state, frame);
		state = next;
		parts.push(...made);
	}
	return [...parts, ...parser.end(state)];
}

export interface StreamContent {
	readonly content: readonly AssistantPart[];
	readonly finish: { readonly reason: FinishReason; readonly raw: string } | undefined;
	readonly usage: Usage | undefined;
	readonly errors: readonly string[];
}

/** A stream's parts put together as the answer that the provider would have given without streaming. */
export function contentOf(parts: readonly StreamPart[]): StreamContent {
	const content: AssistantPart[] = [];
	const callPlaces = new Map<number, number>();
	const grow = (type: "text" | "reasoning" | "refusal", text: string): void => {
		const last = content.at(-1);
		const closed = last?.type === "reasoning" && (last.signature !== undefined || last.encrypted !== undefined);
		if (last?.type === type && !closed) content[content.length - 1] = { ...last, text: last.text + text };
		else content.push({ type, text });
	};
	for (const part of parts) {
		if (part.type === "text-delta") grow("text", part.text);
		if (part.type === "reasoning-delta") grow("reasoning", part.text);
		if (part.type === "refusal-delta") grow("refusal", part.text);
		if (part.type === "reasoning-signature") {
			const { type: _, ...proof } = part;
			const last = content.at(-1);
			if (last?.type === "reasoning" && last.signature === undefined && last.encrypted === undefined)
				content[content.length - 1] = { ...last, ...proof };
			else content.push({ type: "reasoning", text: "", ...proof });
		}
		if (part.type === "tool-call-start") {
			callPlaces.set(part.index, content.length);
			content.push({
				type: "tool-call",
				id: part.id,
				name: part.name,
				arguments: "",
				...(part.signature !== undefined && { signature: part.signature }),
			});
		}
		if (part.type === "tool-call-delta") {
			const place = callPlaces.get(part.index) ?? -1;
			const call = content[place];
			if (call?.type === "tool-call") content[place] = { ...call, arguments: call.arguments + part.arguments };
		}
	}
	const finish = parts.findLast((part) => part.type === "finish");
	return {
		content,
		finish: finish && { reason: finish.reason, raw: finish.raw },
		usage: parts.findLast((part) => part.type === "usage")?.usage,
		errors: parts.flatMap((part) => (part.type === "error" ? [part.message] : [])),
	};
}

/** The text of an answer, in one piece: streams and whole answers cut it differently. */
export const textOf = (content: readonly AssistantPart[]): string =>
	content.map((part) => (part.type === "text" ? part.text : "")).join("");
