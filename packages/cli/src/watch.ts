import { setTimeout as wait } from "node:timers/promises";

export interface Watched<Value> {
	readonly everyMs: number;
	readonly json: boolean;
	readonly read: () => Promise<Value>;
	readonly show: (value: Value) => string;
}

const clearScreen = "\u001b[H\u001b[2J\u001b[3J";

/**
 * Shows a value until Ctrl-C: a terminal is drawn anew every time, a pipe gets what changed, with `--json` as one line each. A read that fails
 * before anything was shown is thrown; later ones are waited out, since a gateway may be restarted while somebody watches.
 */
export async function watch<Value>({ everyMs, json, read, show }: Watched<Value>): Promise<void> {
	const stop = new AbortController();
	process.once("SIGINT", () => stop.abort());
	process.once("SIGTERM", () => stop.abort());
	let shown: string | undefined;
	while (!stop.signal.aborted) {
		try {
			const value = await read();
			const text = json ? JSON.stringify(value) : show(value);
			if (process.stdout.isTTY && !json) process.stdout.write(`${clearScreen}${text}\n`);
			else if (text !== shown) process.stdout.write(`${shown === undefined || json ? "" : "\n"}${text}\n`);
			shown = text;
		} catch (error) {
			if (shown === undefined) throw error;
			if (process.stdout.isTTY) process.stdout.write(`${error instanceof Error ? error.message : String(error)} Trying again.\n`);
		}
		await wait(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
	}
}
