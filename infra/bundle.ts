import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { buildSync, type Metafile } from "esbuild";
import type { DeployedFunction } from "../packages/functions/src/routes.ts";

export interface Bundle {
	/** What Lambda gets: `index.mjs`, the chunks it loads when it needs them, and for `web` the page it serves. */
	readonly directory: string;
	/** Bytes of `index.mjs` and of what it loads at once. */
	readonly startSize: number;
	/** Every source file that is in it, by path from the root of the project. */
	readonly inputs: readonly string[];
}

/**
 * Bundles one function's entry file. Source maps go to `dist/maps`, so that they are at hand but not deployed.
 * Paths start at the working directory, because SST runs this code from a bundle of its own in the project's root.
 */
export function bundle(name: DeployedFunction): Bundle {
	const directory = resolve("dist/functions", name);
	const maps = resolve("dist/maps", name);
	const { outputFiles, metafile } = buildSync({
		entryPoints: [`packages/functions/src/lambda/${name}.ts`],
		outdir: directory,
		entryNames: "index",
		outExtension: { ".js": ".mjs" },
		bundle: true,
		// What is imported where it is needed stays apart: most calls never need Secrets Manager's client or a way to sign in to AWS.
		splitting: true,
		platform: "node",
		target: "node24",
		format: "esm",
		// The SDK's ES modules shake off what is not called; its CommonJS files do not.
		mainFields: ["module", "main"],
		alias: { zod: oneZod() },
		// Some dependencies are CommonJS inside and call `require` for Node's own modules.
		banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
		minify: true,
		sourcemap: "external",
		legalComments: "none",
		metafile: true,
		write: false,
		logLevel: "warning",
	});
	for (const home of [directory, maps]) {
		rmSync(home, { recursive: true, force: true });
		mkdirSync(home, { recursive: true });
	}
	for (const { path, contents } of outputFiles) {
		writeFileSync(join(path.endsWith(".map") ? maps : directory, basename(path)), contents);
	}
	if (name === "web") execFileSync(process.execPath, ["packages/web/build.ts", join(directory, "page")]);
	return { directory, startSize: startSize(metafile), inputs: Object.keys(metafile.inputs) };
}

/** npm gives several workspaces a copy of zod each, since SST wants an older one; in a bundle one copy is enough. */
function oneZod(): string {
	return dirname(createRequire(resolve("packages/core/package.json")).resolve("zod/package.json"));
}

function startSize({ outputs }: Metafile): number {
	const started = new Set<string>();
	const start = (path: string) => {
		const output = outputs[path];
		if (!output || started.has(path)) return;
		started.add(path);
		for (const { kind, path: imported } of output.imports) if (kind === "import-statement") start(imported);
	};
	for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoint?.startsWith("packages/functions/")) start(path);
	return [...started].reduce((bytes, path) => bytes + (outputs[path]?.bytes ?? 0), 0);
}
