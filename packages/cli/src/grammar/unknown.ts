import type { Command } from "commander";

/** For the command that runs when only its group is named: a word that stands there is a command that the group does not have. */
export function refuseUnknown(group: Command, { args: [word] }: Command): void {
	if (word === undefined) return;
	group.error(`unknown command '${word}'\n(Known commands: ${group.commands.map((known) => known.name()).join(", ")})`);
}
