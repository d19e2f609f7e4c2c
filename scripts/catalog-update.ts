import { readFileSync, writeFileSync } from "node:fs";
import { cliConfigPath, readCliConfig } from "../packages/core/src/settings/cli-config.ts";
import { catalogFile } from "../packages/llm/src/catalog/catalog.schema.ts";
import { catalogText, mergeListed, type OfferedModel } from "../packages/llm/src/catalog/merge-listed.ts";

/**
 * `npm run catalog:update`: merges into packages/llm/catalog/models.json what the providers of the linked accounts list today, as a running gateway tells it
 * (SMART_ROUTER_URL and SMART_ROUTER_KEY, else the CLI's configuration). Look at the diff before you commit it; `-- --check` writes nothing.
 */

const file = new URL("../packages/llm/catalog/models.json", import.meta.url);
const config = readCliConfig(cliConfigPath());
const url = process.env["SMART_ROUTER_URL"] ?? config?.url;
const key = process.env["SMART_ROUTER_KEY"] ?? config?.key;
if (!url || !key) throw new Error("No gateway is known: run npm start, or set SMART_ROUTER_URL and SMART_ROUTER_KEY.");

const response = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
if (!response.ok) throw new Error(`${url} answered ${response.status} to GET /v1/models.`);
const { data } = (await response.json()) as { data: readonly OfferedModel[] };

const catalog = catalogFile.parse(JSON.parse(readFileSync(file, "utf8")));
const { catalog: merged, notes } = mergeListed(catalog, data, new Date().toISOString().slice(0, 10));
if (merged === catalog) {
	console.log("No provider lists anything: link an account by API key, then try again.");
} else {
	console.log(notes.length > 0 ? notes.join("\n") : "Nothing has changed.");
	if (!process.argv.includes("--check")) {
		writeFileSync(file, catalogText(catalogFile.parse(merged)));
		console.log(`Written, as of ${merged.asOf}: git diff packages/llm/catalog/models.json`);
	}
}
