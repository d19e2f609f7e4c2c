import { defined } from "../../chat/json.ts";
import type { AssistantPart, Message, ReasoningPart, TextPart, ToolCallPart, ToolResultPart, UserPart } from "../../chat/request.ts";
import { type Unwrapped, unwrapSignature } from "../wrapped-signature.ts";
import { parseMaterial } from "./parse-media.ts";
import type { BlockBody, MessageBody, RequestBody } from "./schema.ts";

/** Told the path of what the hub has no word for. */
export type Lose = (path: string) => void;

/** Signatures that no other provider's mark stands on are Anthropic's own. */
const own = { provider: "anthropic" };

/** The conversation in the hub's form, the system text first. */
export const parseMessages = ({ system, messages }: Pick<RequestBody, "system" | "messages">, lose: Lose): Message[] => [
	...systemMessages(system, lose),
	...messages.flatMap((message, at) => parseMessage(message, `messages[${at}].content`, lose)),
];

function systemMessages(system: RequestBody["system"], lose: Lose): Message[] {
	const content = blocksOf(system ?? "").flatMap((block, at) => textPart(block, `system[${at}]`, lose));
	return content.length === 0 ? [] : [{ role: "system", content }];
}

/** The format's two ways to write one text; an empty one says nothing. */
function blocksOf<Block>(content: string | readonly Block[]): readonly (Block | { type: "text"; text: string })[] {
	if (typeof content !== "string") return content;
	return content === "" ? [] : [{ type: "text", text: content }];
}

function textPart(block: BlockBody, path: string, lose: Lose): TextPart[] {
	if (block.type === "text") return [{ type: "text", text: block.text }];
	lose(path);
	return [];
}

function parseMessage({ role, content }: MessageBody, path: string, lose: Lose): Message[] {
	const blocks = blocksOf(content);
	switch (role) {
		case "system":
			return [{ role, content: blocks.flatMap((block, at) => textPart(block, `${path}[${at}]`, lose)) }];
		case "user":
			return userMessages(blocks, path, lose);
		case "assistant":
			return [{ role, content: assistantParts(blocks, path, lose) }];
	}
}

/** Tool results are messages of their own in the hub. */
function userMessages(blocks: readonly BlockBody[], path: string, lose: Lose): Message[] {
	const results: ToolResultPart[] = [];
	const parts: UserPart[] = [];
	for (const [at, block] of blocks.entries()) {
		const here = `${path}[${at}]`;
		if (block.type === "tool_result") results.push(toolResult(block, here, lose));
		else parts.push(...material(block, here, lose));
	}
	return [
		...(results.length > 0 ? [{ role: "tool" as const, content: results }] : []),
		...(parts.length > 0 || results.length === 0 ? [{ role: "user" as const, content: parts }] : []),
	];
}

function toolResult(block: Extract<BlockBody, { type: "tool_result" }>, path: string, lose: Lose): ToolResultPart {
	const content = blocksOf(block.content ?? []).flatMap((inner, at) => material(inner, `${path}.content[${at}]`, lose));
	return { type: "tool-result", callId: block.tool_use_id, content, isError: block.is_error ?? false };
}

function material(block: BlockBody, path: string, lose: Lose) {
	const known = block.type === "text" || block.type === "image" || block.type === "document" || block.type === "search_result";
	const parts = known ? parseMaterial(block) : undefined;
	if (parts === undefined) lose(path);
	return (parts ?? []).map((part) => (part.type === "text" ? part : { ...part, path }));
}

function assistantParts(blocks: readonly BlockBody[], path: string, lose: Lose): AssistantPart[] {
	const parts: AssistantPart[] = [];
	let ofCall: Unwrapped | undefined;
	for (const [at, block] of blocks.entries()) {
		switch (block.type) {
			case "text":
				parts.push({ type: "text", text: block.text });
				break;
			case "thinking": {
				const wrapped = unwrapSignature(block.signature ?? "");
				if (wrapped?.proof.ofCall) ofCall = wrapped;
				else parts.push(...reasoning(block.thinking, wrapped ?? { proof: { signature: block.signature || undefined }, origin: own }));
				break;
			}
			case "redacted_thinking":
				parts.push(...reasoning("", unwrapSignature(block.data) ?? { proof: { encrypted: block.data }, origin: own }));
				break;
			case "tool_use":
				parts.push(toolCall(block, ofCall));
				ofCall = undefined;
				break;
			default:
				lose(`${path}[${at}]`);
		}
	}
	return parts;
}

interface Proven {
	readonly proof: { readonly signature?: string | undefined; readonly encrypted?: string | undefined; readonly id?: string | undefined };
	readonly origin: Unwrapped["origin"];
}

/** Without a proof it is plain text of thoughts, which belongs to nobody. */
function reasoning(text: string, { proof: { signature, encrypted, id }, origin }: Proven): ReasoningPart[] {
	const proven = signature !== undefined || encrypted !== undefined;
	if (!proven) return text === "" ? [] : [{ type: "reasoning", text }];
	return [defined({ type: "reasoning" as const, text, signature, encrypted, id, origin })];
}

function toolCall({ id, name, input }: Extract<BlockBody, { type: "tool_use" }>, ofCall: Unwrapped | undefined): ToolCallPart {
	const signature = ofCall?.proof.signature;
	return defined({
		type: "tool-call" as const,
		id,
		name,
		arguments: JSON.stringify(input),
		signature,
		origin: signature === undefined ? undefined : ofCall?.origin,
	});
}
