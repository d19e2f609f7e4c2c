import type { Command } from "commander";

/** What a command's help and its page of the reference say besides its grammar. */
export interface Told {
	/** Command lines that work, without the program's name; the first is the most usual. */
	readonly examples: readonly string[];
	/** What it prints with `--json`: a type of the API, or an object's fields. Missing where it prints no JSON. */
	readonly json?: string;
}

const toldOf = new WeakMap<Command, Told>();

/** Adds examples and the JSON's shape to a command's help, and keeps them for the reference. */
export function tell(command: Command, told: Told): Command {
	toldOf.set(command, told);
	const examples = `\nExamples:\n${told.examples.map((line) => `  $ smart-router ${line}`).join("\n")}\n`;
	return command.addHelpText("after", told.json === undefined ? examples : `\nWith --json: ${told.json}\n${examples}`);
}

/** What `tell` was given for a command. */
export const told = (command: Command): Told | undefined => toldOf.get(command);
