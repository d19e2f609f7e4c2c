import type { Command } from "commander";
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

/** The context of a command that runs: its own options and those before it. */
export const contextOf = (command: Command): Context => makeContext(command.optsWithGlobals<GlobalOptions>());
