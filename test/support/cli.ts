import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..", "..");
export const bundle = join(root, "packages", "cli", "dist", "smart-router.mjs");

export interface CliResult {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface Cli {
	/** A folder of this CLI's own that holds its configuration and whatever a test puts there. */
	readonly folder: string;
	readonly env: Readonly<Record<string, string>>;
	/** Runs `smart-router …args` without a terminal; `input` is its stdin. */
	run(args: readonly string[], options?: { readonly input?: string; readonly env?: Readonly<Record<string, string>> }): Promise<CliResult>;
	/** All that any run has printed. */
	transcript(): string;
	remove(): void;
}

/** Runs a program to its end, whatever its exit code. */
export function runFile(file: string, args: readonly string[], env: Readonly<Record<string, string>>, input = ""): Promise<CliResult> {
	return new Promise((resolve) => {
		const child = execFile(file, [...args], { env }, (error, stdout, stderr) => {
			resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 1, stdout, stderr });
		});
		// Who has heard enough may be gone by now.
		child.stdin?.on("error", () => {}).end(input);
	});
}

/** Builds the CLI and gives it an empty configuration directory. */
export function buildCli(): Cli {
	execFileSync(process.execPath, [join(root, "packages", "cli", "build.ts")]);
	const folder = mkdtempSync(join(tmpdir(), "smart-router-cli-"));
	const env = { PATH: process.env.PATH ?? "", HOME: folder, XDG_CONFIG_HOME: join(folder, "config") };
	let said = "";
	return {
		folder,
		env,
		async run(args, options = {}) {
			const result = await runFile(process.execPath, [bundle, ...args], { ...env, ...options.env }, options.input);
			said += result.stdout + result.stderr;
			return result;
		},
		transcript: () => said,
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** `script` of util-linux is here, which gives a program a terminal. */
export const hasTerminals = process.platform === "linux" && existsSync("/usr/bin/script");

/**
 * The same at a terminal whose keys are `typed`, with `errors` of the shell's redirections (such as `2>file`) behind the command; what it shows is both
 * streams in one, the keys too where they are echoed.
 */
export async function runAtTerminal(cli: Cli, args: readonly string[], typed: string, errors = ""): Promise<CliResult> {
	const words = [process.execPath, bundle, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
	const result = await runFile("script", ["--quiet", "--return", "--command", `${words} ${errors}`, "/dev/null"], cli.env, typed);
	return { ...result, stdout: result.stdout.replaceAll("\r\n", "\n") };
}

export interface Served {
	readonly url: string;
	/** Stops the server as Ctrl-C would; resolves with its exit code. */
	stop(): Promise<number | null>;
}

/** `smart-router serve --no-sandbox` on a free port, its store in the CLI's folder: it writes the CLI's configuration. */
export async function serveWithCli({ env, folder }: Cli): Promise<Served> {
	const server = spawn(process.execPath, [bundle, "serve", "--no-sandbox"], {
		env: { ...env, PORT: "0", SMART_ROUTER_AUTH_STORE: join(folder, "store") },
		stdio: ["ignore", "pipe", "inherit"],
	});
	const exit = new Promise<number | null>((resolve) => server.on("exit", resolve));
	const url = await new Promise<string>((resolve, reject) => {
		createInterface({ input: server.stdout }).on("line", (line) => {
			const address = /https?:\/\/\S+/.exec(line)?.[0];
			if (address) resolve(address);
		});
		void exit.then((code) => reject(new Error(`the local server ended with ${code}`)));
	});
	return {
		url,
		stop() {
			server.kill("SIGTERM");
			return exit;
		},
	};
}
