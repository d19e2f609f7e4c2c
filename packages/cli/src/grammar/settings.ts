import type { RoutingView } from "@smart-router/core/settings/routing.schema.ts";
import { Argument, type Command, Option } from "commander";
import type { SettingsOptions } from "../commands/settings.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";
import { onOff, wholeNumber } from "./values.ts";

type Fallback = RoutingView["defaultFallback"];
const fallbacks: readonly Fallback[] = ["none", "same-model", "auto"];

interface FallbackOption {
	readonly fallback?: Fallback;
}

export function addSettings(program: Command): void {
	const settings = program
		.command("settings")
		.addArgument(new Argument("[provider]", "the pool to show or change; all without it"))
		.description("show or change how accounts rotate, and who answers for a named model that cannot")
		.addOption(
			new Option("--strategy <strategy>", "who goes next").choices(["round-robin", "least-used", "failover-only", "drain-soonest"]),
		)
		.option("--cooldown <seconds>", "rest after a rate limit that names no time", wholeNumber)
		.option("--max-retries <n>", "failures in a row before an account counts as Error", wholeNumber)
		.option("--affinity <on|off>", "keep a conversation on its account while that can be used", onOff)
		.option("--affinity-ttl <seconds>", "how long a silent conversation keeps its account", wholeNumber)
		.addOption(
			new Option("--fallback <who>", "without a provider: who may answer for a named model whose accounts all rest").choices(fallbacks),
		)
		.action(async (provider: string | undefined, { fallback, ...options }: SettingsOptions & FallbackOption, command: Command) => {
			const { setFallback, settings } = await import("../commands/settings.ts");
			if (fallback !== undefined) {
				if (provider !== undefined || Object.keys(options).length > 0) command.error("--fallback counts for all providers: give it alone");
				return setFallback(contextOf(command), fallback);
			}
			if (provider === undefined && Object.keys(options).length > 0) command.error("name the provider whose settings are to change");
			await settings(contextOf(command), provider, options);
		});
	tell(settings, {
		examples: [
			"settings",
			"settings openai",
			"settings antigravity --strategy least-used --cooldown 120 --max-retries 5",
			"settings openai --affinity off",
			"settings --fallback auto",
		],
		json: "{ data: Pool[], nextCursor }, a Pool when a provider is named, or the routing settings with --fallback",
	});
}
