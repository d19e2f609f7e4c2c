import { stringOf } from "../../chat/json.ts";
import type { AssistantPart, JsonObject, Message, ReasoningPart, ToolCallPart, ToolResultPart, UserPart } from "../../chat/request.ts";
import { unwrapSignature } from "../wrapped-signature.ts";
import { parseMedia } from "./parse-media.ts";
import type { ContentBody, FunctionResponseBody, PartBody } from "./schema.ts";

/** Told the path of what the hub has no word for. */
export type Lose = (path: string) => void;

/** A call that waits for its response: responses may come without an id. */
type OpenCall = Pick<ToolCallPart, "id" | "name">;

/** The conversation in the hub's form. Contents of the model that follow one another, as a streamed answer leaves them in a history, are one message. */
export function parseContents(contents: readonly ContentBody[], lose: Lose): Message[] {
	const messages: Message[] = [];
	const open: OpenCall[] = [];
	let calls = 0;
	for (const [at, { role, parts }] of contents.entries()) {
		const path = `contents[${at}].parts`;
		if (role !== "model") {
			messages.push(...userMessages(parts ?? [], path, open, lose));
			continue;
		}
		const said = (parts ?? []).flatMap((part, place) => assistantPart(part, `${path}[${place}]`, () => `call_${calls++}`, lose));
		open.push(...said.filter((part) => part.type === "tool-call"));
		const last = messages.at(-1);
		if (last?.role === "assistant") messages[messages.length - 1] = { role: "assistant", content: joined([...last.content, ...said]) };
		else messages.push({ role: "assistant", content: joined(said) });
	}
	return messages;
}

/** Pieces of one text or thought made one: a signature covers the whole of its thought. */
function joined(parts: readonly AssistantPart[]): AssistantPart[] {
	const whole: AssistantPart[] = [];
	for (const part of parts) {
		const last = whole.at(-1);
		if (part.type === "text" && last?.type === "text") whole[whole.length - 1] = { ...last, text: last.text + part.text };
		else if (part.type === "reasoning" && last?.type === "reasoning" && !isProven(last)) {
			whole[whole.length - 1] = { ...part, text: last.text + part.text };
		} else whole.push(part);
	}
	return whole;
}

const isProven = ({ signature, encrypted }: ReasoningPart): boolean => signature !== undefined || encrypted !== undefined;

function assistantPart(part: PartBody, path: string, newId: () => string, lose: Lose): AssistantPart[] {
	const { text, functionCall, thoughtSignature, thought } = part;
	const proof = proofOf(thoughtSignature);
	if (functionCall) {
		const { id, name, args } = functionCall;
		const signed = proof?.signature === undefined ? {} : { signature: proof.signature, ...(proof.origin && { origin: proof.origin }) };
		return [{ type: "tool-call", id: id || newId(), name, arguments: JSON.stringify(args ?? {}), ...signed }];
	}
	if (typeof text !== "string") {
		lose(path);
		return [];
	}
	if (thought) return text === "" && proof === undefined ? [] : [{ type: "reasoning", text, ...proof }];
	return [
		...(text === "" ? [] : [{ type: "text" as const, text }]),
		...(proof ? [{ type: "reasoning" as const, text: "", ...proof }] : []),
	];
}

type PartProof = Pick<ReasoningPart, "signature" | "encrypted" | "id" | "origin">;

/** A signature that no other provider's mark stands on is Google's own. Undefined when nothing is proven. */
function proofOf(thoughtSignature: string | null | undefined): PartProof | undefined {
	if (!thoughtSignature) return undefined;
	const wrapped = unwrapSignature(thoughtSignature);
	if (wrapped === undefined) return { signature: thoughtSignature, origin: { provider: "gemini" } };
	const { ofCall: _, ...proof } = wrapped.proof;
	return Object.keys(proof).length === 0 ? undefined : { ...proof, origin: wrapped.origin };
}

/** Results of tools are a message of their own in the hub. */
function userMessages(parts: readonly PartBody[], path: string, open: OpenCall[], lose: Lose): Message[] {
	const results: ToolResultPart[] = [];
	const said: UserPart[] = [];
	for (const [at, part] of parts.entries()) {
		const here = `${path}[${at}]`;
		if (part.functionResponse) results.push(toolResult(part.functionResponse, `${here}.functionResponse.parts`, open));
		else {
			const one = userPart(part, here);
			if (one) said.push(one);
			else lose(here);
		}
	}
	return [
		...(results.length > 0 ? [{ role: "tool" as const, content: results }] : []),
		...(said.length > 0 || results.length === 0 ? [{ role: "user" as const, content: said }] : []),
	];
}

const userPart = (part: PartBody, path: string): UserPart | undefined =>
	typeof part.text === "string" ? { type: "text", text: part.text } : parseMedia(part, path);

function toolResult({ id, name, response, parts }: FunctionResponseBody, path: string, open: OpenCall[]): ToolResultPart {
	const media = (parts ?? []).flatMap((part, at) => {
		const one = parseMedia(part, `${path}[${at}]`);
		if (one === undefined) return [];
		return one.type === "audio" ? [{ ...one, type: "file" as const }] : [one];
	});
	const { text, isError } = told(response ?? {});
	const content = [...(text === "" ? [] : [{ type: "text" as const, text }]), ...media];
	return { type: "tool-result", callId: matched(open, id ?? "", name), name, content, isError };
}

/** Takes the call that a response answers off the open ones: by its id, else the first of its name, else the first. */
function matched(open: OpenCall[], id: string, name: string): string {
	const found = id === "" ? open.findIndex((call) => call.name === name) : open.findIndex((call) => call.id === id);
	const place = found === -1 && id === "" ? 0 : found;
	const [call] = place === -1 ? [] : open.splice(place, 1);
	return id || call?.id || name;
}

/** Google's own words for a tool's answer are `output` and `error`; `result` is what most write. */
function told(response: JsonObject): { readonly text: string; readonly isError: boolean } {
	const names = Object.keys(response);
	const [only = ""] = names;
	const isError = names.length === 1 && only === "error";
	const text = names.length === 1 && (isError || only === "output" || only === "result") ? stringOf(response[only]) : undefined;
	return { text: text ?? (names.length === 0 ? "" : JSON.stringify(response)), isError };
}
