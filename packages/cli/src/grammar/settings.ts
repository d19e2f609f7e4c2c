import { Argument, type Command, Option } from "commander";
import type { SettingsOptions } from "../commands/settings.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";
import { onOff, wholeNumber } from "./values.ts";

export function addSettings(program: Command): void {
	const settings = program
		.command("settings")
		.addArgument(new Argument("[provider]", "the pool to show or change; all without it"))
		.description("show or change how accounts rotate")
		.addOption(
			new Option("--strategy <strategy>", "who goes next").choices(["round-robin", "least-used", "failover-only", "drain-soonest"]),
		)
		.option("--cooldown <seconds>", "rest after a rate limit that names no time", wholeNumber)
		.option("--max-retries <n>", "failures in a row before an account counts as Error", wholeNumber)
		.option("--affinity <on|off>", "keep a conversation on its account while that can be used", onOff)
		.option("--affinity-ttl <seconds>", "how long a silent conversation keeps its account", wholeNumber)
		.action(async (provider: string | undefined, options: SettingsOptions, command: Command) => {
			if (provider === undefined && Object.keys(options).length > 0) command.error("name the provider whose settings are to change");
			await (await import("../commands/settings.ts")).settings(contextOf(command), provider, options);
		});
	tell(settings, {
		examples: [
			"settings",
			"settings openai",
			"settings antigravity --strategy least-used --cooldown 120 --max-retries 5",
			"settings openai --affinity off",
		],
		json: "{ data: Pool[], nextCursor }, or a Pool when a provider is named",
	});
}
