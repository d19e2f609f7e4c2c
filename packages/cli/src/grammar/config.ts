import type { Command } from "commander";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addConfig(program: Command): void {
	const config = program
		.command("config")
		.description("show which gateway the CLI talks to, and where that is configured")
		.action(async (_options: unknown, command: Command) => (await import("../commands/config.ts")).showConfig(contextOf(command)));
	tell(config, { examples: ["config"], json: "{ url, urlFrom, key, keyFrom, file }" });
}
