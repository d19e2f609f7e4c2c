import type { Command } from "commander";
import { tell } from "./told.ts";

export function addServe(program: Command): void {
	const serve = program
		.command("serve")
		.description("run the local server of this checkout; every flag is passed on to it")
		.allowUnknownOption()
		.allowExcessArguments()
		.action(async (_options: unknown, command: Command) => (await import("../commands/serve.ts")).serve(command.args));
	tell(serve, { examples: ["serve", "serve --no-sandbox"] });
}
