import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** What the CLI needs to reach a gateway. The local server writes it at its first start, the CLI reads it. */
export interface CliConfig {
	/** Without a trailing slash. */
	readonly url: string;
	/** The API key; it belongs to this URL and is sent nowhere else. */
	readonly key: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The user's own directory for configuration (XDG Base Directory, `%APPDATA%`, `~/Library/Application Support`), then `smart-router/config.json`. */
export function cliConfigPath(env: Environment = process.env, platform: string = process.platform, home: string = homedir()): string {
	const usual =
		platform === "win32"
			? (env.APPDATA ?? join(home, "AppData", "Roaming"))
			: platform === "darwin"
				? join(home, "Library", "Application Support")
				: join(home, ".config");
	return join(env.XDG_CONFIG_HOME || usual, "smart-router", "config.json");
}

/** Undefined when there is no such file; throws an Error that names the file when it is no configuration. */
export function readCliConfig(path: string): CliConfig | undefined {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (cause) {
		if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
		throw new Error(`${path} cannot be read`, { cause });
	}
	const config = parse(text);
	if (!config) throw new Error(`${path} is not a configuration: it must hold {"url": "…", "key": "…"}`);
	return config;
}

function parse(text: string): CliConfig | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== "object" || value === null || !("url" in value && "key" in value)) return undefined;
		return typeof value.url === "string" && typeof value.key === "string" ? { url: value.url, key: value.key } : undefined;
	} catch {
		return undefined;
	}
}

/** Replaces the file at once, readable by its owner only. */
export function writeCliConfig(path: string, config: CliConfig): void {
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	const next = `${path}.${process.pid}`;
	writeFileSync(next, `${JSON.stringify(config, null, "\t")}\n`, { mode: 0o600 });
	chmodSync(next, 0o600);
	renameSync(next, path);
}
