import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../failure.ts";

const serverPath = join("scripts", "start.mjs");

/** The checkout this CLI belongs to: the nearest folder above that holds the local server. */
function findCheckout(): string {
	let folder = dirname(fileURLToPath(import.meta.url));
	while (!existsSync(join(folder, serverPath))) {
		const above = dirname(folder);
		if (above === folder)
			throw new Failure("The local server is not here.", { hint: "Run the CLI from a checkout of Smart Router after `npm install`." });
		folder = above;
	}
	return folder;
}

/** The Node that came with the checkout runs TypeScript as it is; the user's own may be older. */
function nodeOf(checkout: string): string {
	const name = process.platform === "win32" ? "node.exe" : "node";
	const own = join(checkout, "node_modules", `node-${process.platform}-${process.arch}`.replace("win32", "win"), "bin", name);
	return existsSync(own) ? own : process.execPath;
}

/** As `npm start` runs it (docs/decisions/local-runtime.md). */
const nodeFlags = ["--max-semi-space-size=16"];

/** Runs the local server of this checkout with the flags as given; ends with its exit code. */
export async function serve(flags: readonly string[]): Promise<void> {
	const checkout = findCheckout();
	const server = spawn(nodeOf(checkout), [...nodeFlags, join(checkout, serverPath), ...flags], { stdio: "inherit" });
	// A terminal sends Ctrl-C to both processes: this one waits for the server to stop gracefully.
	process.on("SIGINT", () => {});
	process.on("SIGTERM", () => server.kill("SIGTERM"));
	process.exitCode = await new Promise<number>((resolve, reject) => {
		server.on("error", (cause) => reject(new Failure("The local server cannot be started.", { cause })));
		server.on("exit", (code) => resolve(code ?? 1));
	});
}
