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

interface SecretSource {
	readonly fromStdin: boolean;
	/** Which asks for stdin; named where there is no terminal. */
	readonly option: string;
}

/** A secret, named as people know it, from stdin or a hidden prompt; never from an argument, which other users of the machine can see. */
export async function readSecret(name: string, { fromStdin, option }: SecretSource): Promise<string> {
	if (!fromStdin && !atTerminal()) {
		throw new Failure(`There is no terminal to ask for the ${name}.`, { hint: `Pipe it in and add ${option}.`, exitCode: 2 });
	}
	const typed = (fromStdin ? await text(process.stdin) : await hidden(`The ${name} (not shown): `)).trim();
	if (typed === "") throw new Failure(`The ${name} is empty.`, { exitCode: 2 });
	return typed;
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
