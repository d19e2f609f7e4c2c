import type { Command } from "commander";

/** The command that runs when only its group is named; commander keeps its name in a field of its own. */
export function defaultCommand(group: Command): Command | undefined {
	const name: unknown = Reflect.get(group, "_defaultCommandName");
	return group.commands.find((command) => command.name() === name);
}
