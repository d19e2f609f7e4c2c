import { objectOf, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";

/** A content block of a stream between its start and its stop. */
export type Block =
	| { readonly kind: "text" }
	| { readonly kind: "thinking"; readonly signature: string }
	| { readonly kind: "redacted"; readonly data: string }
	/** `input` stands in the start event when no pieces follow. */
	| { readonly kind: "call"; readonly index: number; readonly input: JsonObject; readonly pieces: boolean }
	/** Work of the provider's own tools, and kinds not known. */
	| { readonly kind: "other" };

export type Blocks = ReadonlyMap<number, Block>;

/** @param calls tool calls before this block */
export function opened(start: JsonObject, calls: number): readonly [Block, readonly StreamPart[]] {
	switch (start.type) {
		case "text":
			return [{ kind: "text" }, textDelta("text-delta", start.text)];
		case "thinking":
			return [{ kind: "thinking", signature: stringOf(start.signature) ?? "" }, textDelta("reasoning-delta", start.thinking)];
		case "redacted_thinking":
			return [{ kind: "redacted", data: stringOf(start.data) ?? "" }, []];
		case "tool_use":
			return [
				{ kind: "call", index: calls, input: objectOf(start.input) ?? {}, pieces: false },
				[{ type: "tool-call-start", index: calls, id: stringOf(start.id) ?? "", name: stringOf(start.name) ?? "" }],
			];
		default:
			return [{ kind: "other" }, []];
	}
}

export function delta(block: Block, piece: JsonObject): readonly [Block, readonly StreamPart[]] {
	if (block.kind === "text" && piece.type === "text_delta") return [block, textDelta("text-delta", piece.text)];
	if (block.kind === "thinking" && piece.type === "thinking_delta") return [block, textDelta("reasoning-delta", piece.thinking)];
	if (block.kind === "thinking" && piece.type === "signature_delta") {
		return [{ ...block, signature: block.signature + (stringOf(piece.signature) ?? "") }, []];
	}
	if (block.kind === "call" && piece.type === "input_json_delta") {
		const json = stringOf(piece.partial_json) ?? "";
		if (json === "") return [block, []];
		return [block.pieces ? block : { ...block, pieces: true }, [{ type: "tool-call-delta", index: block.index, arguments: json }]];
	}
	return [block, []];
}

export function closed(block: Block): readonly StreamPart[] {
	switch (block.kind) {
		case "thinking":
			return [{ type: "reasoning-signature", ...(block.signature !== "" && { signature: block.signature }) }];
		case "redacted":
			return [{ type: "reasoning-signature", encrypted: block.data }];
		case "call": {
			const whole: StreamPart = { type: "tool-call-delta", index: block.index, arguments: JSON.stringify(block.input) };
			return [...(block.pieces ? [] : [whole]), { type: "tool-call-end", index: block.index }];
		}
		default:
			return [];
	}
}

function textDelta(type: "text-delta" | "reasoning-delta", value: JsonObject[string] | undefined): readonly StreamPart[] {
	const text = stringOf(value) ?? "";
	return text === "" ? [] : [{ type, text }];
}
