import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { clientOf, type GatewayClient, gatewayEnv } from "./gateway.ts";

const main = join(import.meta.dirname, "..", "..", "packages", "local", "src", "main.ts");

export interface GatewayProcess extends GatewayClient {
	/** All that it has written to its terminal. */
	output(): string;
	/** Sends the signal; resolves with the exit code, null when the signal ended it. */
	kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null>;
}

/** The local gateway as `npm start` runs it, in a process of its own; everything it keeps lies in `folder`. */
export async function startGatewayProcess(folder: string, env: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
	const child = spawn(process.execPath, [main, "--no-sandbox"], {
		env: { PATH: process.env.PATH ?? "", HOME: folder, LOG_LEVEL: "SILENT", ...gatewayEnv(folder), ...env },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	const keep = (text: string): void => {
		output += text;
	};
	child.stdout.setEncoding("utf8").on("data", keep);
	child.stderr.setEncoding("utf8").on("data", keep);
	// Once its output is read to the end, not merely once it is gone.
	const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
	const url = await new Promise<string>((resolve, reject) => {
		createInterface({ input: child.stdout }).on("line", (line) => {
			const address = /listens on (\S+)/.exec(line)?.[1];
			if (address) resolve(address);
		});
		void exit.then((code) => reject(new Error(`the gateway ended with ${code}: ${output}`)));
	});
	return {
		...clientOf(url),
		output: () => output,
		kill(signal) {
			child.kill(signal);
			return exit;
		},
	};
}
