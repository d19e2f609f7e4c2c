import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";

const ownerOnly = { file: 0o600, folder: 0o700 } as const;

/**
 * Makes a file that only its owner can use, unless it is there already. `fill` writes it under a name of its own, then it is linked
 * to the real one: the name appears at once and complete, so of two first starts at the same time one wins and both see the same file.
 */
export function createOnce(path: string, fill: (draft: string) => void): void {
	if (existsSync(path)) return;
	mkdirSync(dirname(path), { recursive: true, mode: ownerOnly.folder });
	const draft = `${path}.${randomUUID()}`;
	const file = openSync(draft, "wx", ownerOnly.file);
	try {
		fill(draft);
		fsyncSync(file);
		linkSync(draft, path);
	} catch (cause) {
		if (!existsSync(path)) throw cause;
	} finally {
		closeSync(file);
		rmSync(draft);
	}
}
