import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

export interface Measured {
	readonly url: string;
	/** CPU ms used so far, user and system. */
	cpu(): number;
	/** Resident bytes now. */
	resident(): number;
	/** The most resident bytes since the last `resetPeak`. */
	peakResident(): number;
	resetPeak(): void;
	stop(): void;
}

/** Linux counts CPU in ticks of 10 ms. */
const msPerTick = 10;

/** A script of this folder as plain JavaScript: stripping types at run time would cost it 30 MiB that a real proxy does not pay. */
export function compiled(script: string): string {
	const outfile = join(tmpdir(), `smart-router-bench-${process.pid}-${script}.mjs`);
	const source = fileURLToPath(new URL(`${script}.ts`, import.meta.url));
	buildSync({ entryPoints: [source], outfile, bundle: true, platform: "node", format: "esm" });
	return outfile;
}

/** Runs a JavaScript file with this Node and waits until it says where it listens. */
export async function start(
	path: string,
	args: readonly string[] = [],
	env: Readonly<Record<string, string>> = {},
	flags: readonly string[] = [],
): Promise<Measured> {
	const child = spawn(process.execPath, [...flags, path, ...args], {
		stdio: ["ignore", "pipe", "inherit"],
		env: { ...process.env, ...env },
	});
	const port = await portOf(child);
	const stat = (): string[] => readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
	const memory = (field: string): number =>
		Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) * 1024;
	return {
		url: `http://127.0.0.1:${port}`,
		cpu: () => (Number(stat()[11]) + Number(stat()[12])) * msPerTick,
		resident: () => memory("VmRSS"),
		peakResident: () => memory("VmHWM"),
		// proc(5), clear_refs: 5 sets the peak to what is resident now.
		resetPeak: () => writeFileSync(`/proc/${child.pid}/clear_refs`, "5"),
		stop: () => void child.kill("SIGKILL"),
	};
}

async function portOf(child: ChildProcess): Promise<string> {
	if (!child.stdout) throw new Error("no output to read");
	for await (const line of createInterface(child.stdout)) {
		const port = /listen\S* .*?(\d+)$/.exec(line)?.[1];
		if (port) {
			child.stdout.resume();
			return port;
		}
	}
	throw new Error("the process ended before it listened");
}
