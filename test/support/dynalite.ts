import { createRequire } from "node:module";
import { type Emulator, startEmulator } from "./emulator.ts";

/** dynalite, the DynamoDB emulator in JavaScript that npm brings along. */
export const startDynalite = (): Promise<Emulator> =>
	startEmulator(process.execPath, (port) => [
		createRequire(import.meta.url).resolve("dynalite/cli.js"),
		"--host=127.0.0.1",
		`--port=${port}`,
		"--createTableMs=0",
	]);
