import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { buildSync, type Metafile } from "esbuild";
import type { FunctionName } from "../packages/functions/src/routes.ts";

export interface Bundle {
	/** Holds `index.mjs` and nothing else: what Lambda gets. */
	readonly directory: string;
	/** Bytes of `index.mjs`. */
	readonly size: number;
	/** Bytes each source file has in it, by path from the root of the project. */
	readonly inputs: Metafile["inputs"];
}

/**
 * Bundles one function's entry file. The source map goes to `dist/maps`, so that it is at hand but not deployed.
 * Paths start at the working directory, because SST runs this code from a bundle of its own in the project's root.
 */
export function bundle(name: FunctionName): Bundle {
	const directory = resolve("dist/functions", name);
	const file = join(directory, "index.mjs");
	const result = buildSync({
		entryPoints: [`packages/functions/src/lambda/${name}.ts`],
		outfile: file,
		bundle: true,
		platform: "node",
		target: "node24",
		format: "esm",
		// The SDK's ES modules shake off what is not called; its CommonJS files do not.
		mainFields: ["module", "main"],
		// Some dependencies are CommonJS inside and call `require` for Node's own modules.
		banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
		minify: true,
		sourcemap: "external",
		legalComments: "none",
		metafile: true,
		write: false,
		logLevel: "warning",
	});
	const map = resolve("dist/maps", `${name}.mjs.map`);
	let size = 0;
	for (const output of result.outputFiles) {
		const path = output.path.endsWith(".map") ? map : file;
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, output.contents);
		if (path === file) size = output.contents.byteLength;
	}
	return { directory, size, inputs: result.metafile.inputs };
}
