import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { bundle } from "../../infra/bundle.ts";
import { fixed, median, printTable, ratio } from "./table.ts";

const functions = ["proxy", "admin", "login", "web"] as const;
const rounds = 9;

/** What a deployed function has in its environment; importing it opens no connection. */
const environment = {
	SMART_ROUTER_STAGE: "bench",
	SMART_ROUTER_TABLE: "bench",
	SMART_ROUTER_KMS_KEY_ID: "bench",
	AWS_REGION: "eu-central-1",
	AWS_ACCESS_KEY_ID: "bench",
	AWS_SECRET_ACCESS_KEY: "bench",
};

/** Size of each function's bundle and the time to import it, against a bundle of the two AWS clients alone, in turns in one run. */
export async function benchBundles(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "smart-router-bundles-"));
	const clients = join(folder, "clients.mjs");
	const built = buildSync({
		stdin: {
			contents: `import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb"; import { KMSClient, DecryptCommand } from "@aws-sdk/client-kms";
				export const all = [new DynamoDBClient({}), new KMSClient({}), GetItemCommand, DecryptCommand];`,
			resolveDir: import.meta.dirname,
		},
		outfile: clients,
		bundle: true,
		platform: "node",
		target: "node24",
		format: "esm",
		mainFields: ["module", "main"],
		banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
		minify: true,
		metafile: true,
	});
	const clientsSize = Object.values(built.metafile.outputs)[0]?.bytes ?? 0;
	const files = [
		{ name: "two AWS clients", file: clients, size: clientsSize },
		...functions.map((name) => {
			const { directory, startSize: size } = bundle(name);
			return { name, file: join(directory, "index.mjs"), size };
		}),
	];
	const times = new Map<string, number[]>(files.map(({ name }) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const { name, file } of files) times.get(name)?.push(importTime(file));
	}
	rmSync(folder, { recursive: true });
	const base = median(times.get("two AWS clients") ?? []);
	printTable(
		`bundles (minified ESM) and time to import them, median of ${rounds}`,
		["bundle", "KB", "import ms", ": two clients"],
		files.map(({ name, size }) => {
			const time = median(times.get(name) ?? []);
			return [name, fixed(size / 1000, 0), fixed(time, 1), ratio(time / base)];
		}),
	);
}

function importTime(file: string): number {
	const script = `globalThis.awslambda = { streamifyResponse: (handler) => handler, HttpResponseStream: { from: (stream) => stream } };
		const began = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - began);`;
	const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
		env: { ...process.env, ...environment },
		encoding: "utf8",
	});
	return Number(out);
}
