import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ClientProtocolId } from "../../packages/llm/src/protocols/protocol.ts";

const root = resolve(import.meta.dirname, "../../../shared/recorded");

/** False outside the place where the project is built: tests that need the recordings skip, and say so. */
export const hasRecordings = existsSync(root);

if (!hasRecordings) console.warn(`SKIPPED: no recorded provider answers at ${root}; conformance tests do not run`);

/** One provider answer exactly as it was sent. */
export interface Recording {
	/** `groq-chat/groq-tool-call.chunks.txt` */
	readonly name: string;
	readonly text: string;
}

/** The recordings of these folders whose file name ends so (`.json`, `.chunks.txt`, `.sse`), in a fixed order; none when the folder is absent. */
export function recordings(folders: readonly string[], ending: string): Recording[] {
	if (!hasRecordings) return [];
	return folders.flatMap((folder) =>
		readdirSync(join(root, folder))
			.filter((file) => file.endsWith(ending))
			.sort()
			.map((file) => ({ name: `${folder}/${file}`, text: readFileSync(join(root, folder, file), "utf8") })),
	);
}

/** The `data` of each event of a `.chunks.txt` recording. */
export const chunkLines = (recording: Recording): string[] => recording.text.split("\n").filter((line) => line.trim() !== "");

/** One recording of Responses may hold the responses of several turns. */
export function responsesIn(lines: readonly string[]): string[][] {
	const responses: string[][] = [];
	for (const line of lines) {
		if (JSON.parse(line).type === "response.created") responses.push([]);
		responses.at(-1)?.push(line);
	}
	return responses;
}

/** The protocol that the providers of a folder speak. */
const folders: Readonly<Record<string, ClientProtocolId>> = {
	anthropic: "anthropic-messages",
	gemini: "gemini",
	"openai-responses": "openai-responses",
	"openai-chat": "openai-chat",
	"deepseek-chat": "openai-chat",
	"groq-chat": "openai-chat",
	"mistral-chat": "openai-chat",
	"openai-compatible": "openai-chat",
};

export const protocolOf = (name: string): ClientProtocolId => folders[name.slice(0, name.indexOf("/"))] ?? "openai-chat";

/** Every recorded answer of every provider. */
export const everyAnswer = (): Recording[] => recordings(Object.keys(folders), ".json");

/** Every recorded stream of every provider as it goes over the wire, one a turn. */
export const everyStream = (): Recording[] => [
	...recordings(Object.keys(folders), ".sse"),
	...recordings(Object.keys(folders), ".chunks.txt").flatMap((recording) => {
		const lines = chunkLines(recording);
		if (protocolOf(recording.name) !== "openai-responses") return [{ name: recording.name, text: wire(recording.name, lines) }];
		const turns = responsesIn(lines);
		return turns.map((turn, at) => ({
			name: turns.length === 1 ? recording.name : `${recording.name} (${at + 1})`,
			text: wire(recording.name, turn),
		}));
	}),
];

const wire = (name: string, lines: readonly string[]): string => lines.map((line) => sse(line, hasNames(protocolOf(name)))).join("");

/** Events are named by their type, or not at all. */
const hasNames = (protocol: ClientProtocolId): boolean => protocol === "anthropic-messages" || protocol === "openai-responses";

const sse = (data: string, named: boolean): string => `${named ? `event: ${JSON.parse(data).type}\n` : ""}data: ${data}\n\n`;
