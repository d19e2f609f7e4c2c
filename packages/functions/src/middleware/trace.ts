/** What a log line says of an error. */
export interface Trace {
	readonly name: string;
	/** The innermost frames of the stack. */
	readonly at: readonly string[];
	readonly cause?: Trace;
}

const maxFrames = 8;

/** Where it broke, without what the error says: a message of foreign code may quote anything. Undefined for what is no error. */
export function traceOf(error: unknown): Trace | undefined {
	if (!(error instanceof Error)) return undefined;
	const at = framesOf(error);
	const cause = traceOf(error.cause);
	return { name: error.name, at, ...(cause && { cause }) };
}

/** A stack begins with the message, which may hold lines that look like frames. */
function framesOf({ stack = "", message }: Error): string[] {
	const told = stack.indexOf(message);
	const lines = told < 0 ? [] : stack.slice(told + message.length).split("\n");
	return lines
		.map((line) => line.trim())
		.filter((line) => /^at .+:\d+:\d+\)?$/.test(line))
		.slice(0, maxFrames);
}
