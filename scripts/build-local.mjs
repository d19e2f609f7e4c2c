// Builds the page, and bundles the local server into packages/local/dist/main.mjs. A process of its own, so that the gateway does not carry the bundler's memory.
import { renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const bundle = path("../packages/local/dist/main.mjs");
const draft = `${bundle}.${process.pid}.mjs`;

buildSync({
	entryPoints: [path("../packages/local/src/main.ts")],
	outfile: draft,
	bundle: true,
	platform: "node",
	target: "node24",
	mainFields: ["module", "main"],
	format: "esm",
	// Loaded only when they are needed: a DynamoDB table for a store, a line to log.
	external: ["@aws-sdk/*", "@aws-lambda-powertools/*"],
	// npm may give several workspaces a copy of their own; one is enough.
	alias: { zod: dirname(createRequire(path("../packages/core/package.json")).resolve("zod/package.json")) },
	logLevel: "error",
});
await import("../packages/web/build.ts");
// Of two starts at the same time both have made the same file: whichever comes last stands.
renameSync(draft, bundle);
