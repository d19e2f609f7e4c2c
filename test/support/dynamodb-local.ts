import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Emulator, startEmulator } from "./emulator.ts";

const home = resolve(import.meta.dirname, "../../.cache/dynamodb-local");

/** Amazon's own emulator, in memory; undefined (and a loud line) where `scripts/install-test-tools.sh` could not install it. */
export async function startDynamoDbLocal(): Promise<Emulator | undefined> {
	if (!existsSync(`${home}/lib`)) {
		console.warn("SKIPPED: no DynamoDB Local; run scripts/install-test-tools.sh");
		return undefined;
	}
	return startEmulator(
		"java",
		(port) => [
			"-Djava.library.path=lib",
			"-Xmx256m",
			"-XX:TieredStopAtLevel=1",
			"-cp",
			"lib/*",
			"com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
			"-inMemory",
			"-disableTelemetry",
			"-port",
			String(port),
		],
		home,
	);
}
