import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ScoredTier, tiers } from "@smart-router/llm/catalog/tiers.ts";
import type { ChatRequest, Message } from "@smart-router/llm/chat/request.ts";
import { pasted } from "./pasted.ts";

/** A prompt of the evaluation set with the tier that `RUBRIC.md` gives it. */
export interface Labelled {
	readonly id: string;
	readonly kind: string;
	/** The second part was written when the scorer existed, for the kinds in which it was weak. */
	readonly part: "first" | "second";
	readonly language: string;
	readonly tier: ScoredTier;
	readonly request: ChatRequest;
}

/** A line of a `.jsonl` file: what cannot be told in one line of text. */
interface Row {
	readonly id: string;
	readonly language: string;
	readonly tier: string;
	readonly turns?: readonly (string | { readonly assistant: string } | { readonly tool: string })[];
	readonly tools?: readonly string[];
	readonly schema?: true;
	readonly paste?: string;
	readonly lines?: number;
	readonly ask?: string;
}

const folder = join(import.meta.dirname, "prompts");
const textLine = /^(?<id>\S+) (?<language>\S+) (?<tier>[SMCR]) (?<text>.+)$/;

/** Every prompt, in the order of the files. */
export const readSet = (): readonly Labelled[] => readdirSync(folder).toSorted().flatMap(readKind);

function readKind(file: string): Labelled[] {
	const lines = readFileSync(join(folder, file), "utf8").trimEnd().split("\n");
	const kind = file.slice(0, file.indexOf("."));
	const part = file.includes(".second.") ? "second" : "first";
	const read = file.endsWith(".jsonl") ? (line: string) => JSON.parse(line) as Row : readText;
	return lines.map((line) => {
		const row = read(line);
		return { id: row.id, kind, part, language: row.language, tier: tierOf(row), request: requestOf(row) };
	});
}

function readText(line: string): Row {
	const { id, language, tier, text } = textLine.exec(line)?.groups ?? {};
	if (!id || !language || !tier || !text) throw new Error(`Not a labelled prompt: ${line}`);
	return { id, language, tier, turns: [text.replaceAll("\\n", "\n")] };
}

function tierOf({ id, tier }: Row): ScoredTier {
	const found = tiers.find((name) => name.startsWith(tier));
	if (!found) throw new Error(`${id} has no tier`);
	return found;
}

/** One third, by the hash of the id: it stays the same whatever is added, and nobody chose it. */
export const isHeldOut = ({ id }: Labelled): boolean => createHash("sha256").update(id).digest().readUInt32BE(0) % 3 === 0;

export const userSays = (text: string): ChatRequest => requestOf({ id: "", language: "", tier: "", turns: [text] });

function requestOf({ turns = [], tools = [], schema, paste, lines = 0, ask = "", id }: Row): ChatRequest {
	const texts = paste === undefined ? turns : [withPaste(ask, pasted(paste, lines, id), id)];
	return {
		model: "auto",
		messages: texts.map(messageOf),
		stream: false,
		streamUsage: false,
		tools: tools.map((name) => ({ name, parameters: { type: "object" } })),
		stopSequences: [],
		otherFields: [],
		...(schema && { responseFormat: { type: "json-schema", name: "answer", schema: { type: "object" } } }),
	};
}

/** People paste before and after they ask. */
const withPaste = (ask: string, text: string, id: string): string =>
	id.length % 2 === Number(id.at(-1)) % 2 ? `${ask}\n\n${text}` : `${text}\n\n${ask}`;

function messageOf(turn: NonNullable<Row["turns"]>[number]): Message {
	if (typeof turn === "string") return { role: "user", content: [{ type: "text", text: turn }] };
	if ("assistant" in turn) return { role: "assistant", content: [{ type: "text", text: turn.assistant }] };
	return {
		role: "tool",
		content: [{ type: "tool-result", callId: "call_1", content: [{ type: "text", text: turn.tool }], isError: false }],
	};
}
