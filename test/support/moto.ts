import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Emulator, startEmulator } from "./emulator.ts";

const program = resolve(import.meta.dirname, "../../.cache/venv/bin/moto_server");

/** moto, an emulator of many AWS services in Python; undefined (and a loud line) where `scripts/install-test-tools.sh` could not install it. */
export async function startMoto(): Promise<Emulator | undefined> {
	if (!existsSync(program)) {
		console.warn("SKIPPED: no moto; run scripts/install-test-tools.sh");
		return undefined;
	}
	return startEmulator(program, (port) => ["--host", "127.0.0.1", "--port", String(port)]);
}
