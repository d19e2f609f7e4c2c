import { styleText } from "node:util";
import type { Failure } from "./failure.ts";
import { plain } from "./table.ts";

type Colour = "green" | "yellow" | "red" | "dim";

const coloured = (stream: NodeJS.WriteStream): boolean => stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";

/** Colour on a terminal, none in a pipe or under NO_COLOR (no-color.org). */
export const paint = (colour: Colour, text: string, stream: NodeJS.WriteStream = process.stdout): string =>
	coloured(stream) ? styleText(colour, text, { validateStream: false }) : text;

/** Columns of the terminal; unlimited in a pipe. */
export const terminalWidth = (): number => (process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY);

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** On stderr: words for people, or the gateway's error object under `--json`. */
export function printFailure(failure: Failure, json: boolean): void {
	const message = plain(failure.message);
	if (json) {
		process.stderr.write(
			`${JSON.stringify({ error: { ...failure.details, message: failure.message, hint: failure.hint ?? null } }, null, 2)}\n`,
		);
		return;
	}
	process.stderr.write(`Error: ${message}\n${failure.hint ? `Hint: ${plain(failure.hint)}\n` : ""}`);
}
