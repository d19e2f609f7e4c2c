/** What the user is told when a command cannot be done: the message, and what to do about it. */
export class Failure extends Error {
	override readonly name = "Failure";
	readonly hint: string | undefined;
	/** 1: it did not work; 2: it was asked for wrongly. */
	readonly exitCode: 1 | 2;
	/** The gateway's error object when it gave one, for `--json`. */
	readonly details: Readonly<Record<string, unknown>>;

	constructor(
		message: string,
		options: { hint?: string; exitCode?: 1 | 2; details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
	) {
		super(message, { cause: options.cause });
		this.hint = options.hint;
		this.exitCode = options.exitCode ?? 1;
		this.details = options.details ?? {};
	}
}
