import { readCliConfig, writeCliConfig } from "@smart-router/core/settings/cli-config.ts";

/**
 * Makes the CLI work at once with a new local gateway. A configuration that points to another machine is somebody's choice and stays. A file that cannot
 * be written is a fault and no more: the key is printed all the same, this once.
 */
export function tellCli(file: string, url: string, key: string, onFault: (what: string, error: unknown) => void): void {
	if (pointsElsewhere(file)) return;
	try {
		writeCliConfig(file, { url, key });
	} catch (error) {
		onFault(`the CLI's configuration ${file} cannot be written`, error);
	}
}

function pointsElsewhere(file: string): boolean {
	try {
		const config = readCliConfig(file);
		return config !== undefined && !["localhost", "127.0.0.1", "[::1]"].includes(URL.parse(config.url)?.hostname ?? "");
	} catch {
		return true;
	}
}
