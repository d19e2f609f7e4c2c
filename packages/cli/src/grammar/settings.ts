import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import type { SettingsOptions } from "../commands/settings.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

function wholeNumber(text: string): number {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, one or more.");
	return Number(text);
}

export function addSettings(program: Command): void {
	const settings = program
		.command("settings")
		.addArgument(new Argument("[provider]", "the pool to show or change; all without it"))
		.description("show or change how accounts rotate")
		.addOption(new Option("--strategy <strategy>", "who goes next").choices(["round-robin", "least-used", "failover-only"]))
		.option("--cooldown <seconds>", "rest after a rate limit that names no time", wholeNumber)
		.option("--max-retries <n>", "failures in a row before an account counts as Error", wholeNumber)
		.action(async (provider: string | undefined, options: SettingsOptions, command: Command) => {
			if (provider === undefined && Object.keys(options).length > 0) command.error("name the provider whose settings are to change");
			await (await import("../commands/settings.ts")).settings(contextOf(command), provider, options);
		});
	tell(settings, {
		examples: ["settings", "settings antigravity --strategy least-used --cooldown 120 --max-retries 5"],
		json: "{ data: Pool[], nextCursor }, or a Pool when a provider is named",
	});
}
