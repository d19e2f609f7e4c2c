import { existsSync, rmSync } from "node:fs";
import { writeCliConfig } from "@smart-router/core/settings/cli-config.ts";
import type { Context } from "../context.ts";
import { print, printJson } from "../output.ts";
import { readSecret } from "../prompt.ts";
import { addressOf } from "../target.ts";

export interface SetOptions {
	readonly keyStdin?: boolean;
}

/** Which gateway the CLI talks to, and where it knows that from; of the key only its end. */
export function showConfig({ target, json }: Context): void {
	const key = target.key === undefined ? null : `…${target.key.slice(-4)}`;
	const file = { path: target.configPath, exists: existsSync(target.configPath) };
	if (json) {
		printJson({ url: target.url, urlFrom: target.urlFrom, key, keyFrom: target.keyFrom ?? null, file });
		return;
	}
	print(`gateway  ${target.url} (${target.urlFrom})`);
	print(`key      ${key === null ? "none" : `${key} (${target.keyFrom})`}`);
	print(`file     ${file.path}${file.exists ? "" : " (not there yet)"}`);
}

/** Writes address and key; the key comes from a hidden prompt or stdin, never from an argument. */
export async function setConfig({ target, json }: Context, address: string, { keyStdin }: SetOptions): Promise<void> {
	const url = addressOf(address);
	const key = await readSecret("API key", { fromStdin: keyStdin === true, option: "--key-stdin" });
	writeCliConfig(target.configPath, { url, key });
	if (json) return printJson({ url, file: target.configPath });
	print(`${target.configPath} now leads to ${url}.`);
}

export function removeConfig({ target, json }: Context): void {
	const removed = existsSync(target.configPath);
	rmSync(target.configPath, { force: true });
	if (json) printJson({ file: target.configPath, removed });
	else print(removed ? `Removed ${target.configPath}.` : "There was no configuration file.");
}
