import type { Command } from "commander";
import type { SetOptions } from "../commands/config.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";
import { refuseUnknown } from "./unknown.ts";

const commands = () => import("../commands/config.ts");

export function addConfig(program: Command): void {
	const config = program.command("config").description("which gateway the CLI talks to, and where it knows that from");
	tell(config, { examples: ["config", "config set https://gateway.example/prod"] });
	const show = config
		.command("show", { isDefault: true })
		.description("address, the end of the key, and the file they may come from (default)")
		.allowExcessArguments()
		.action(async (_options: unknown, command: Command) => {
			refuseUnknown(config, command);
			(await commands()).showConfig(contextOf(command));
		});
	tell(show, { examples: ["config", "config --json"], json: "{ url, urlFrom, key, keyFrom, file }" });
	const set = config
		.command("set")
		.argument("<address>", "of the gateway, e.g. https://gateway.example/prod")
		.description("keep an address and its key in the configuration file, readable by you only")
		.option("--key-stdin", "read the key from stdin instead of asking for it")
		.action(async (address: string, options: SetOptions, command: Command) =>
			(await commands()).setConfig(contextOf(command), address, options),
		);
	tell(set, {
		examples: ["config set https://gateway.example/prod", "config set http://localhost:3403 --key-stdin < key.txt"],
		json: "{ url, file }",
	});
	const remove = config
		.command("remove")
		.description("delete the configuration file")
		.action(async (_options: unknown, command: Command) => (await commands()).removeConfig(contextOf(command)));
	tell(remove, { examples: ["config remove"], json: "{ file, removed }" });
}
