import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * The page as one document and assets whose names hold a hash of what is in them. `node build.ts [directory]`; `dist` when none is named.
 * The document comes last and whole: whoever serves it finds every asset it names.
 */
const source = join(import.meta.dirname, "src");
const directory = process.argv[2] ?? join(import.meta.dirname, "dist");
const assets = join(directory, "assets");

const { outputFiles, metafile } = await build({
	entryPoints: { main: join(source, "main.tsx"), style: join(source, "style", "style.css"), icon: join(source, "icon.svg") },
	outdir: assets,
	entryNames: "[name]-[hash]",
	chunkNames: "[name]-[hash]",
	loader: { ".svg": "copy" },
	bundle: true,
	// What a first screen does not show is loaded when it is opened.
	splitting: true,
	format: "esm",
	target: ["es2023", "chrome123", "firefox121", "safari17.5"],
	jsx: "automatic",
	jsxImportSource: "preact",
	minify: true,
	legalComments: "none",
	metafile: true,
	write: false,
	logLevel: "warning",
});

const written = new Set(outputFiles.map(({ path }) => basename(path)));
mkdirSync(assets, { recursive: true });
for (const { path, contents } of outputFiles) put(join(assets, basename(path)), contents);
for (const name of readdirSync(assets)) if (!written.has(name) && !/\.\d+$/.test(name)) rmSync(join(assets, name), { force: true });

/** `{{name}}` in the document is the asset made of that entry; `{{preload}}` what the script loads at once. */
const nameOf = (entry: string): string => {
	const found = [...written].find((name) => name.startsWith(`${entry}-`));
	if (!found) throw new Error(`The build made nothing of ${entry}.`);
	return found;
};
const imports = Object.entries(metafile.outputs)
	.filter(([path]) => basename(path) === nameOf("main"))
	.flatMap(([, output]) => output.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => basename(path)));
const preload = imports.map((name) => `<link rel="modulepreload" href="assets/${name}">`).join("\n");
const document = readFileSync(join(source, "index.html"), "utf8").replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) =>
	name === "preload" ? preload : `assets/${nameOf(name)}`,
);
put(join(directory, "index.html"), document);

/** Whole or not at all: two builds may run at the same time, and a gateway may read meanwhile. */
function put(path: string, contents: string | Uint8Array): void {
	const draft = `${path}.${process.pid}`;
	writeFileSync(draft, contents);
	renameSync(draft, path);
}
