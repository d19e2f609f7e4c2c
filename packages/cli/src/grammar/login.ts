import { type Command, Option } from "commander";
import type { LoginOptions } from "../commands/login.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addLogin(program: Command): void {
	const login = program
		.command("login")
		.argument("<provider>", "see `smart-router providers`")
		.description("link an account, or sign in anew for one; it is verified before it is saved")
		.addOption(
			new Option("--method <method>", "how; without it as the gateway recommends for the provider").choices(["oauth", "device", "api-key"]),
		)
		.option("--label <label>", "second half of the profile id, e.g. work; without it the e-mail address")
		.option("--profile <profileId>", "sign in anew for this account: its id, statistics and settings stay")
		.option("--no-browser", "open none: show a code or an address for another device")
		.option("--api-key-stdin", "read the key from stdin instead of asking for it")
		.option("--base-url <url>", "another address of the provider")
		.option("-y, --yes", "replace the key of an account that has this label already, without asking")
		.addOption(new Option("--api-key [key]").hideHelp())
		.action(async (provider: string, options: LoginOptions, command: Command) =>
			(await import("../commands/login.ts")).login(contextOf(command), provider, options),
		);
	tell(login, {
		examples: [
			"login antigravity --label work",
			"login gemini --method device",
			"login openai --method api-key --label work",
			"login antigravity --profile antigravity:work --no-browser",
			"login anthropic --label ci --api-key-stdin < key.txt",
			"login openai --profile openai:work --api-key-stdin < new-key.txt",
			"login openai --label lab --base-url https://llm.example/v1",
		],
		json: "Account",
	});
}
