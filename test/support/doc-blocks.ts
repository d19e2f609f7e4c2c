import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A fenced block of a page. */
export interface Block {
	/** Of its first line within the page. */
	readonly line: number;
	/** What stands behind the fence: `sh`, `sh person`, `json`, … */
	readonly info: string;
	readonly text: string;
}

export interface DocPage {
	/** From the project's root. */
	readonly path: string;
	readonly text: string;
	readonly blocks: readonly Block[];
}

/** README and every page under docs. */
export function readPages(root: string): readonly DocPage[] {
	const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"));
	return ["README.md", ...pages.map((path) => join("docs", path)).toSorted()].map((path) => {
		const text = readFileSync(join(root, path), "utf8");
		return { path, text, blocks: blocksOf(text) };
	});
}

function blocksOf(text: string): readonly Block[] {
	return [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
		line: text.slice(0, match.index).split("\n").length + 1,
		info: (match[1] ?? "").trim(),
		text: match[2] ?? "",
	}));
}
