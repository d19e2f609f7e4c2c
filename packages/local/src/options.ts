import { existsSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cliConfigPath } from "@smart-router/core/settings/cli-config.ts";

export type StorePlace =
	| { readonly kind: "sqlite"; readonly file: string; readonly keyFile: string }
	| { readonly kind: "dynamodb"; readonly table: string; readonly keyFile: string };

export interface LocalOptions {
	readonly host: string;
	/** 0 takes any free port. */
	readonly port: number;
	readonly store: StorePlace;
	/** A file in which the older router kept its accounts. It is not touched; undefined when there is none. */
	readonly oldStore: string | undefined;
	/** Presets the first admin key. */
	readonly adminKey: string | undefined;
	readonly newAdminKey: boolean;
	readonly sandbox: boolean;
	/** Serve `/v1*` without a key, to this machine only. */
	readonly open: boolean;
	readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
	readonly logLevel: string;
	/** Where the CLI looks for the address and key of its gateway. */
	readonly cliConfigFile: string;
	readonly help: boolean;
}

/** What the user asked for cannot be: `message` says what to do instead. Exit code 2. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}

export const usage = `Usage: npm start -- [options]        (or: smart-router serve [options])

  --no-sandbox       do not link the simulated provider on the first start
  --open             serve /v1 without an API key, to this machine only
  --new-admin-key    replace a lost admin key and print the new one
  --insecure-http    listen on a HOST beyond this machine without TLS
  --help             show this

Environment: PORT (3403), HOST (127.0.0.1), TLS_CERT and TLS_KEY (files), LOG_LEVEL (warn),
  SMART_ROUTER_AUTH_STORE (data/auth-store), SMART_ROUTER_ADMIN_KEY (presets the first admin key, at least 20 characters),
  SMART_ROUTER_STORE=dynamodb with SMART_ROUTER_TABLE and the usual AWS variables (a DynamoDB table instead of the embedded store)`;

const defaultStore = join("data", "auth-store");
const minKeyLength = 20;
const loopbackHosts = new Set(["127.0.0.1", "::1", "localhost"]);

/** Reads arguments and environment; `root` is where relative paths start. Throws `UsageError`. */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>, root: string): LocalOptions {
	const flags = parseFlags(args);
	const host = env["HOST"] || "127.0.0.1";
	const tls = readTls(env, root);
	if (!loopbackHosts.has(host)) {
		if (flags.open) throw new UsageError("--open serves without a key, so it works on this machine only: unset HOST or drop --open.");
		if (!tls && !flags["insecure-http"]) {
			throw new UsageError(
				`HOST=${host} is reachable from other machines and API keys travel over it: set TLS_CERT and TLS_KEY, or pass --insecure-http.`,
			);
		}
	}
	const path = storePath(env, root);
	const adminKey = env["SMART_ROUTER_ADMIN_KEY"] || undefined;
	if (adminKey !== undefined && adminKey.length < minKeyLength) {
		throw new UsageError(`SMART_ROUTER_ADMIN_KEY has ${adminKey.length} characters; it needs at least ${minKeyLength}.`);
	}
	return {
		host,
		port: readPort(env["PORT"]),
		store: readStorePlace(env, path),
		oldStore: oldStoresBeside(path, root).find((file) => existsSync(file)),
		adminKey,
		newAdminKey: flags["new-admin-key"],
		sandbox: !flags["no-sandbox"],
		open: flags.open,
		tls,
		logLevel: env["LOG_LEVEL"] || "warn",
		cliConfigFile: cliConfigPath(env),
		help: flags.help,
	};
}

function parseFlags(args: readonly string[]) {
	const flag = { type: "boolean", default: false } as const;
	try {
		return parseArgs({
			args: [...args],
			options: { "no-sandbox": flag, open: flag, "new-admin-key": flag, "insecure-http": flag, help: { ...flag, short: "h" } },
		}).values;
	} catch (error) {
		throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
	}
}

function readPort(text: string | undefined): number {
	if (!text) return 3403;
	const port = Number(text);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`PORT=${text} is no port: use a number from 0 to 65535.`);
	return port;
}

function readTls(env: Readonly<Record<string, string | undefined>>, root: string): LocalOptions["tls"] {
	const { TLS_CERT: cert, TLS_KEY: key } = env;
	if (!cert && !key) return undefined;
	if (!cert || !key) throw new UsageError("TLS needs both files: set TLS_CERT and TLS_KEY.");
	return { certFile: resolve(root, cert), keyFile: resolve(root, key) };
}

/** `SMART_ROUTER_AUTH_STORE`: a directory, or the path of the older router's `.json` file, beside which the store lies. */
function storePath(env: Readonly<Record<string, string | undefined>>, root: string): string {
	const named = env["SMART_ROUTER_AUTH_STORE"] || defaultStore;
	return isAbsolute(named) ? named : join(root, named);
}

const isOldStore = (path: string): boolean => path.endsWith(".json");

/** Where the older router's file may lie: at the store's own path, or where that router put it by itself. */
const oldStoresBeside = (path: string, root: string): readonly string[] =>
	isOldStore(path) ? [path] : [`${path}.json`, ...(path === join(root, defaultStore) ? [join(root, "src", `${defaultStore}.json`)] : [])];

function readStorePlace(env: Readonly<Record<string, string | undefined>>, path: string): StorePlace {
	const keyFile = isOldStore(path) ? `${path}.key` : join(path, "master.key");
	const backend = env["SMART_ROUTER_STORE"] || "sqlite";
	switch (backend) {
		case "sqlite":
			return { kind: "sqlite", file: isOldStore(path) ? `${path}.db` : join(path, "store.db"), keyFile };
		case "dynamodb":
			return { kind: "dynamodb", table: env["SMART_ROUTER_TABLE"] || "smart-router", keyFile };
		default:
			throw new UsageError(`SMART_ROUTER_STORE=${backend} is not known: use sqlite or dynamodb.`);
	}
}
