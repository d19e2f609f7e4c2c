import type { Argument, Command, Option } from "commander";
import { defaultCommand } from "./grammar/default-command.ts";
import { told } from "./grammar/told.ts";

/** A command as it is typed after the program's name; the program itself is the empty line. */
export interface CommandLine {
	readonly line: string;
	readonly command: Command;
	/** It runs when only its group is named. */
	readonly isDefault: boolean;
}

/** The program and all its commands, in the order of the help. */
export function listCommands(program: Command, line = ""): readonly CommandLine[] {
	const below = program.commands.flatMap((command) => listCommands(command, `${line} ${command.name()}`.trim()));
	return [{ line, command: program, isDefault: program.parent !== null && defaultCommand(program.parent) === program }, ...below];
}

/** The reference of the command line as Markdown, made from the grammar. */
export function cliReference(program: Command): string {
	return listCommands(program).flatMap(sectionOf).join("\n");
}

function sectionOf({ line, command }: CommandLine): readonly string[] {
	const known = told(command);
	const options = command.options.filter((option) => !option.hidden);
	const usage = ["smart-router", line, ...command.registeredArguments.map(argumentText)].filter((part) => part !== "").join(" ");
	return [
		`${line.includes(" ") ? "###" : "##"} ${line === "" ? "Everywhere" : `\`${line}\``}`,
		"",
		`\`${usage}\`: ${command.description()}`,
		"",
		...table(
			"argument",
			command.registeredArguments.map((one) => [argumentText(one), argumentMeaning(one)]),
		),
		...table(
			"option",
			options.map((one) => [one.flags, optionMeaning(one)]),
		),
		...(known?.json === undefined ? [] : [`JSON: \`${known.json}\``, ""]),
		...(known ? ["```sh norun", ...known.examples.map((example) => `smart-router ${example}`), "```", ""] : []),
	];
}

const argumentText = (argument: Argument): string => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`);
const argumentMeaning = ({ description, argChoices }: Argument): string => description + choices(argChoices);

const optionMeaning = ({ description, argChoices, defaultValue }: Option): string =>
	description + choices(argChoices) + (defaultValue === undefined ? "" : ` (default: ${String(defaultValue)})`);

const choices = (known: readonly string[] | undefined): string => (known ? ` (${known.join(", ")})` : "");

const table = (title: string, rows: readonly (readonly [string, string])[]): readonly string[] =>
	rows.length === 0
		? []
		: [
				`| ${title} | |`,
				"| --- | --- |",
				...rows.map(([name, meaning]) => `| \`${name.replaceAll("|", "\\|")}\` | ${meaning.replaceAll("|", "\\|")} |`),
				"",
			];
