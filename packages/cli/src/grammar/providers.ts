import type { Command } from "commander";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addProviders(program: Command): void {
	const providers = program
		.command("providers")
		.description("list providers and how to log in to them")
		.action(async (_options: unknown, command: Command) => (await import("../commands/providers.ts")).listProviders(contextOf(command)));
	tell(providers, { examples: ["providers", "providers --json"], json: "{ data: Provider[], nextCursor }" });
}
