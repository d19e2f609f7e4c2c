import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Failure } from "./failure.ts";

/** Where a person reads a question; undefined when nobody is there to read and answer it. */
const screen = (): NodeJS.WriteStream | undefined =>
	process.stdin.isTTY ? [process.stderr, process.stdout].find(({ isTTY }) => isTTY) : undefined;

/** Whether somebody is there to read a question and answer it. */
export const canAsk = (): boolean => screen() !== undefined;

/** A question whose answer is yes or no. Throws `Failure` where nobody can be asked: what is asked for must not be done unasked. */
export async function confirm(question: string): Promise<boolean> {
	const output = screen();
	if (!output) throw new Failure(`Nobody is here to ask: ${question}`, { hint: "Add --yes to do it without asking.", exitCode: 2 });
	const lines = createInterface({ input: process.stdin, output });
	try {
		return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
	} finally {
		lines.close();
	}
}

/** A secret typed at the terminal without being shown. */
async function hidden(question: string, output: NodeJS.WriteStream): Promise<string> {
	output.write(question);
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
	try {
		return await lines.question("");
	} finally {
		lines.close();
		output.write("\n");
	}
}

interface SecretSource {
	readonly fromStdin: boolean;
	/** Which asks for stdin; named where there is no terminal. */
	readonly option: string;
}

/** A secret, named as people know it, from stdin or a hidden prompt; never from an argument, which other users of the machine can see. */
export async function readSecret(name: string, { fromStdin, option }: SecretSource): Promise<string> {
	const output = screen();
	if (!fromStdin && !output) {
		throw new Failure(`There is no terminal to ask for the ${name}.`, { hint: `Pipe it in and add ${option}.`, exitCode: 2 });
	}
	const typed = (fromStdin || !output ? await text(process.stdin) : await hidden(`The ${name} (not shown): `, output)).trim();
	if (typed === "") throw new Failure(`The ${name} is empty.`, { exitCode: 2 });
	return typed;
}

/** One line that a person pastes, or that is piped in; the signal lets go of stdin. */
export async function askLine(question: string, signal: AbortSignal): Promise<string> {
	const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false, signal });
	try {
		process.stderr.write(question);
		for await (const line of lines) if (line.trim() !== "") return line.trim();
	} finally {
		lines.close();
	}
	throw new Failure("Nothing was pasted.", { hint: "Start the login again.", exitCode: 2 });
}
