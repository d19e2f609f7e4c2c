import { CommanderError } from "commander";
import { Failure } from "./failure.ts";
import { printFailure } from "./output.ts";
import { makeProgram } from "./program.ts";

/** Exit code 0: done; 1: it did not work; 2: asked for wrongly. Commander has printed its own errors by then. */
export async function run(args: readonly string[]): Promise<0 | 1 | 2> {
	if (args[0] === "__complete") {
		await (await import("./complete/complete.ts")).complete(args.slice(1));
		return 0;
	}
	const json = args.includes("--json");
	try {
		await makeProgram(json).parseAsync(args, { from: "user" });
		return 0;
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
		const failure =
			error instanceof Failure ? error : new Failure(error instanceof Error ? error.message : String(error), { cause: error });
		printFailure(failure, json);
		return failure.exitCode;
	}
}
