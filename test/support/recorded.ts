import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

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
