import type { Argument, Command, Option } from "commander";
import { defaultCommand } from "../grammar/default-command.ts";

export interface Candidates {
	/** That begin with what is typed of the last word. */
	readonly words: readonly string[];
	/** What the gateway knows and the grammar does not. */
	readonly also: "profileId" | "provider" | "keyId" | undefined;
}

const named = /^(profileId|provider|keyId)$/;

const alsoOf = (name: string): Candidates["also"] => (named.test(name) ? (name as Candidates["also"]) : undefined);

/** What may stand in the place of the last of these words, by the grammar alone. */
export function candidates(program: Command, words: readonly string[]): Candidates {
	const typed = words.at(-1) ?? "";
	const { command, operands, option } = walk(program, words.slice(0, -1));
	const matching = (all: readonly string[]) => all.filter((word) => word.startsWith(typed));
	if (option) return { words: matching(option.argChoices ?? []), also: alsoOf(option.attributeName()) };
	if (typed.startsWith("-")) return { words: matching(optionsOf(command)), also: undefined };
	const argument: Argument | undefined = command.registeredArguments[operands];
	const commands = operands === 0 ? command.commands.map((known) => known.name()) : [];
	return { words: matching([...commands, ...(argument?.argChoices ?? [])]), also: argument ? alsoOf(argument.name()) : undefined };
}

interface Place {
	readonly command: Command;
	/** Arguments that stand there already. */
	readonly operands: number;
	/** The option whose value comes next. */
	readonly option: Option | undefined;
}

function walk(program: Command, words: readonly string[]): Place {
	let command = program;
	let operands = 0;
	let option: Option | undefined;
	for (const word of words) {
		if (option) option = undefined;
		else if (word.startsWith("-")) option = valued(command, word);
		else {
			const next = operands === 0 ? command.commands.find((known) => known.name() === word) : undefined;
			if (next) command = next;
			else operands += 1;
		}
	}
	return { command, operands, option };
}

const allOptions = (command: Command): readonly Option[] => [
	...command.options,
	...(defaultCommand(command)?.options ?? []),
	...(command.parent ? allOptions(command.parent) : []),
];

const valued = (command: Command, word: string): Option | undefined =>
	allOptions(command).find((option) => (option.long === word || option.short === word) && (option.required || option.optional));

const optionsOf = (command: Command): readonly string[] => [
	...new Set([...allOptions(command).flatMap((option) => (option.hidden || !option.long ? [] : [option.long])), "--help"]),
];
