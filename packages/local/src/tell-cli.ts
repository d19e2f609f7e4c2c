import { readCliConfig, writeCliConfig } from "@smart-router/core/settings/cli-config.ts";

/** Makes the CLI work at once with a new local gateway. A configuration that points to another machine is somebody's choice and stays. */
export function tellCli(file: string, url: string, key: string): void {
	if (pointsElsewhere(file)) return;
	writeCliConfig(file, { url, key });
}

function pointsElsewhere(file: string): boolean {
	try {
		const config = readCliConfig(file);
		return config !== undefined && !["localhost", "127.0.0.1", "[::1]"].includes(URL.parse(config.url)?.hostname ?? "");
	} catch {
		return true;
	}
}
