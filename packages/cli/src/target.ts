import { cliConfigPath, readCliConfig } from "@smart-router/core/settings/cli-config.ts";
import { Failure } from "./failure.ts";

/** The gateway to talk to. */
export interface Target {
	/** Without a trailing slash. */
	readonly url: string;
	readonly urlFrom: "--url" | "SMART_ROUTER_URL" | "config" | "default";
	readonly key: string | undefined;
	readonly keyFrom: "SMART_ROUTER_KEY" | "config" | undefined;
	readonly configPath: string;
}

/** Whether a URL's host is this very machine. */
export const isLoopback = (hostname: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

const defaultUrl = "http://localhost:3403";

/** An address as the CLI keeps it, without a trailing slash. Throws `Failure` for what is none. */
export function addressOf(url: string): string {
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw new Failure(`"${url}" is not an http or https URL.`, { exitCode: 2 });
	}
	return url.replace(/\/+$/, "");
}

/** `--url`, then the environment, then the configuration file. A key from the file goes only to the URL it was written with. */
export function findTarget(url: string | undefined, env: NodeJS.ProcessEnv = process.env): Target {
	const configPath = cliConfigPath(env);
	const config = readCliConfig(configPath);
	const [chosen, urlFrom] =
		(url && ([url, "--url"] as const)) ||
		(env.SMART_ROUTER_URL && ([env.SMART_ROUTER_URL, "SMART_ROUTER_URL"] as const)) ||
		(config && ([config.url, "config"] as const)) ||
		([defaultUrl, "default"] as const);
	const address = addressOf(chosen);
	if (env.SMART_ROUTER_KEY) return { url: address, urlFrom, key: env.SMART_ROUTER_KEY, keyFrom: "SMART_ROUTER_KEY", configPath };
	const own = config && new URL(config.url).origin === new URL(address).origin ? config.key : undefined;
	return { url: address, urlFrom, key: own, keyFrom: own === undefined ? undefined : "config", configPath };
}
