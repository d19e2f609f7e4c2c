import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Tells the parent where a child's server listens. */
export const announce = (server: Server): void => console.log(`listening ${(server.address() as AddressInfo).port}`);

export interface Measured {
	readonly url: string;
	/** CPU ms used so far, user and system. */
	cpu(): number;
	/** Resident bytes now. */
	resident(): number;
	stop(): void;
}

/** Linux counts CPU in ticks of 10 ms. */
const msPerTick = 10;

/** Runs a script of this folder (or a path) with this Node and waits until it says where it listens. */
export async function start(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Measured> {
	const path = fileURLToPath(new URL(script, import.meta.url));
	const child = spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...env } });
	const port = await portOf(child);
	const stat = (): string[] => readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
	return {
		url: `http://127.0.0.1:${port}`,
		cpu: () => (Number(stat()[11]) + Number(stat()[12])) * msPerTick,
		resident: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) * 1024,
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
