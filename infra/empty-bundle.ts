import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { bundle as bundleFunction } from "./bundle.ts";

const directory = mkdtempSync(join(tmpdir(), "empty-bundle-"));
writeFileSync(join(directory, "index.mjs"), "export const handler = undefined;\n");

/** Stands for `bundle.ts` where a test looks at the template only: bundling has a test of its own. */
export const bundle: typeof bundleFunction = () => ({ directory, startSize: 0, inputs: [] });
