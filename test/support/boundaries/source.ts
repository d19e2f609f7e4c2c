import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** One import of a source file. */
export interface Import {
	readonly line: number;
	/** As written. */
	readonly specifier: string;
	/** `import type`: erased, so no behaviour crosses. */
	readonly typeOnly: boolean;
	/** Path from the root for a file of this project, else undefined. */
	readonly file: string | undefined;
}

export interface Source {
	/** From the root, with forward slashes. */
	readonly path: string;
	readonly text: string;
	readonly imports: readonly Import[];
}

const statement =
	/^[ \t]*(?:import|export)\s+(type\s)?[^;"'`]*?\sfrom\s+["']([^"']+)["']|^[ \t]*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;

const resolve = (path: string, specifier: string): string | undefined => {
	if (specifier.startsWith(".")) return posix.normalize(posix.join(posix.dirname(path), specifier));
	const own = /^@smart-router\/([^/]+)\/(.+)$/.exec(specifier);
	return own ? `packages/${own[1]}/src/${own[2]}` : undefined;
};

/** Every import, re-export and dynamic import of a file, found by the shape of the statement. */
export function readSource(path: string, text: string): Source {
	const imports = [...text.matchAll(statement)].map((match) => {
		const specifier = match[2] ?? match[3] ?? match[4] ?? "";
		const start = match.index + (/^\s*/.exec(match[0])?.[0].length ?? 0);
		return { line: text.slice(0, start).split("\n").length, specifier, typeOnly: match[1] !== undefined, file: resolve(path, specifier) };
	});
	return { path, text, imports };
}

/** All sources of the project that the rules are about. */
export function readSources(root: string): readonly Source[] {
	const paths = globSync(
		["packages/*/src/**/*.{ts,tsx}", "packages/*/build.ts", "infra/**/*.ts", "test/**/*.ts", "scripts/**/*.ts", "sst.config.ts"],
		{
			cwd: root,
		},
	);
	return paths.map((path) => path.replaceAll("\\", "/")).map((path) => readSource(path, readFileSync(join(root, path), "utf8")));
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith("test/");
