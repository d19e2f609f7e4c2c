import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fixed, median, printTable, ratio } from "./table.ts";

const rounds = 20;

/** Starts of the built CLI beside those of Node with an empty file, in turns; the median of each, in ms. */
export function benchCliStart(): void {
	const folder = mkdtempSync(join(tmpdir(), "cli-start-"));
	const empty = join(folder, "empty.mjs");
	writeFileSync(empty, "");
	execFileSync(process.execPath, [resolve("packages/cli/build.ts")]);
	const bundle = resolve("packages/cli/dist/smart-router.mjs");
	const starts: Readonly<Record<string, readonly string[]>> = {
		"node empty.mjs": [empty],
		"--version": [bundle, "--version"],
		"--help": [bundle, "--help"],
	};
	const times = new Map(Object.keys(starts).map((name) => [name, [] as number[]]));
	for (let round = 0; round < rounds; round++) {
		for (const [name, args] of Object.entries(starts)) {
			const start = performance.now();
			execFileSync(process.execPath, args, { stdio: "ignore" });
			times.get(name)?.push(performance.now() - start);
		}
	}
	rmSync(folder, { recursive: true });
	const bare = median(times.get("node empty.mjs") ?? []);
	printTable(
		"CLI: starts beside a bare start of Node, in turns",
		["start", "ms", "times a bare start"],
		[...times].map(([name, measured]) => [name, fixed(median(measured), 1), ratio(median(measured) / bare)]),
	);
}
