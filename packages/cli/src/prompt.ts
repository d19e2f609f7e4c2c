import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Failure } from "./failure.ts";

const atTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** A question whose answer is yes or no. True without asking when nobody sits at a terminal. */
export async function confirm(question: string): Promise<boolean> {
	if (!atTerminal()) return true;
	const lines = createInterface({ input: process.stdin, output: process.stderr });
	try {
		return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
	} finally {
		lines.close();
	}
}

/** A secret typed at the terminal without being shown. */
async function hidden(question: string): Promise<string> {
	process.stderr.write(question);
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
	try {
		return await lines.question("");
	} finally {
		lines.close();
		process.stderr.write("\n");
	}
}

/** The API key from stdin (asked for by `option`) or from a hidden prompt; never from an argument, which other users of the machine can see. */
export async function readApiKey(fromStdin: boolean, option = "--api-key-stdin"): Promise<string> {
	if (!fromStdin && !atTerminal()) {
		throw new Failure("There is no terminal to ask for the API key.", { hint: `Pipe the key in and add ${option}.`, exitCode: 2 });
	}
	const key = (fromStdin ? await text(process.stdin) : await hidden("API key (not shown): ")).trim();
	if (key === "") throw new Failure("The API key is empty.", { exitCode: 2 });
	return key;
}

/** One line that a person pastes, or that is piped in. */
export async function askLine(question: string): Promise<string> {
	const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
	try {
		process.stderr.write(question);
		for await (const line of lines) if (line.trim() !== "") return line.trim();
	} finally {
		lines.close();
	}
	throw new Failure("Nothing was pasted.", { hint: "Start the login again.", exitCode: 2 });
}
