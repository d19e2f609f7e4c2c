import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { startExampleWorld } from "../support/example-world.ts";
import { adminKey } from "../support/gateway.ts";
import { runs } from "../support/runs.ts";

const program = resolve(".cache/venv/bin/schemathesis");
const missing = !existsSync(program);
if (missing) console.warn(`SKIPPED: schemathesis is not at ${program}; scripts/install-test-tools.sh installs it where there is Python 3.`);

const limitMs = 10 * 60_000;

/** All that the gateway answers to requests made from its own OpenAPI document, right ones and wrong ones, is as the document says. */
it.skipIf(missing)(
	"schemathesis finds nothing wrong with any check",
	async () => {
		const world = await startExampleWorld();
		const { url, folder } = world.gateway;
		const args = [
			...["--config-file", resolve("test/schemathesis/schemathesis.toml")],
			...["run", `${url}/openapi.json`, "--checks", "all", "--header", `Authorization: Bearer ${adminKey}`],
			...["--seed", "1", "--max-examples", String(runs(1, 60)), "--workers", "1", "--no-color"],
			...["--phases", runs(0, 1) === 0 ? "examples,coverage,fuzzing" : "examples,coverage,fuzzing,stateful"],
		];
		const { code, said } = await run(args, folder);
		await world.close();

		expect(said).toMatch(/\d+ generated/);
		expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
	},
	limitMs,
);

function run(args: readonly string[], folder: string): Promise<{ readonly code: number; readonly said: string }> {
	const env = { ...process.env, SCHEMATHESIS_HOOKS: resolve("test/schemathesis/hooks.py") };
	return new Promise((done) => {
		execFile(program, [...args], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
			done({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 1, said: stdout + stderr });
		});
	});
}
