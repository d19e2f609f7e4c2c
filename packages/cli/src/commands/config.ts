import { existsSync } from "node:fs";
import type { Context } from "../context.ts";
import { print, printJson } from "../output.ts";

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
