import { tiers } from "@smart-router/core/routing/tiers.schema.ts";
import type { Command } from "commander";
import type { RouteOptions } from "../commands/route.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addRoute(program: Command): void {
	const route = program
		.command("route")
		.argument("[prompt]", "what would be asked; read from stdin without it")
		.description("where a prompt would go and why: tier, score, reasons, plan; nothing is sent")
		.option("--model <model>", "auto, auto:eco, auto:premium, provider/model or an alias", "auto")
		.option("--tier <tier>", `as the header X-Smart-Router-Tier would set it: ${tiers.join(", ")}`)
		.option("--system <text>", "instructions before the prompt")
		.action(async (prompt: string | undefined, options: RouteOptions, command: Command) =>
			(await import("../commands/route.ts")).route(contextOf(command), prompt, options),
		);
	tell(route, {
		examples: ['route "Say hi"', 'route "Prove that 2 is irrational" --model auto:eco', "route < task.txt"],
		json: "{ tier, score, confidence, reason, plan: { provider, model, eligibleAccounts, wouldClaim }[] }",
	});
}
