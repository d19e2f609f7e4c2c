import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/**
 * Node's own modules are loaded by the command that needs them: as plain imports esbuild would hoist them all to the top of the one file,
 * and `--version` would pay for them.
 */
const lazyBuiltins: Plugin = {
	name: "lazy-builtins",
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^node:/ }, ({ path, kind }) => (kind === "require-call" ? undefined : { path, namespace: "builtin" }));
		onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({ contents: `module.exports = require(${JSON.stringify(path)})` }));
	},
};

/** The CLI as one executable file that Node 20 runs. */
await build({
	entryPoints: [join(import.meta.dirname, "src", "main.ts")],
	outfile: join(import.meta.dirname, "dist", "smart-router.mjs"),
	bundle: true,
	platform: "node",
	target: "node20",
	format: "esm",
	minify: true,
	legalComments: "none",
	logLevel: "warning",
	plugins: [lazyBuiltins],
	banner: {
		js: '#!/usr/bin/env node\nimport { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
	},
});
await chmod(join(import.meta.dirname, "dist", "smart-router.mjs"), 0o755);
