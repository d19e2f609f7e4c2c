import type { Command } from "commander";
import type { UsageOptions } from "../commands/usage.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";
import { list } from "./values.ts";

export function addUsage(program: Command): void {
	const usage = program
		.command("usage")
		.description("tokens, cost and errors, the last 30 days when no days are given")
		.option("--by <groups>", "one or more of day, account, model, key, with commas", list, ["day"])
		.option("--from <day>", "first day, YYYY-MM-DD in UTC")
		.option("--to <day>", "last day, YYYY-MM-DD in UTC")
		.action(async (options: UsageOptions, command: Command) =>
			(await import("../commands/usage.ts")).showUsage(contextOf(command), options),
		);
	tell(usage, {
		examples: ["usage", "usage --by account,model", "usage --by key --from 2026-11-01 --to 2026-11-30"],
		json: "{ from, to, groupBy, total, data: { day?, account?, model?, key?, requests, errors, inputTokens, outputTokens, costUsd, … }[] }",
	});
}
