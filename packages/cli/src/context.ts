import { type Client, makeClient } from "./client.ts";
import { findTarget, type Target } from "./target.ts";

export interface GlobalOptions {
	readonly json?: boolean;
	readonly url?: string;
}

/** What every command that talks to the gateway gets. */
export interface Context {
	readonly client: Client;
	readonly target: Target;
	readonly json: boolean;
}

export function makeContext(options: GlobalOptions): Context {
	const target = findTarget(options.url);
	return { client: makeClient(target), target, json: options.json === true };
}
