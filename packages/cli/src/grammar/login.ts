import { type Command, Option } from "commander";
import type { LoginOptions } from "../commands/login.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addLogin(program: Command): void {
	const login = program
		.command("login")
		.argument("<provider>", "see `smart-router providers`")
		.description("link an account; its key is verified before it is saved")
		.option("--method <method>", "api-key (others come with OAuth support)", "api-key")
		.option("--label <label>", "second half of the profile id, e.g. work")
		.option("--api-key-stdin", "read the key from stdin instead of asking for it")
		.option("--base-url <url>", "another address of the provider")
		.addOption(new Option("--api-key [key]").hideHelp())
		.action(async (provider: string, options: LoginOptions, command: Command) =>
			(await import("../commands/login.ts")).login(contextOf(command), provider, options),
		);
	tell(login, {
		examples: [
			"login openai --method api-key --label work",
			"login anthropic --label ci --api-key-stdin < key.txt",
			"login openai --label lab --base-url https://llm.example/v1",
		],
		json: "Account",
	});
}
