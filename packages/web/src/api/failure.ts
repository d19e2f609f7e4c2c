/** What the gateway said when it said no, or that nothing could be heard of it. */
export class Failure extends Error {
	override readonly name = "Failure";
	/** 0 when no answer came. */
	readonly status: number;
	readonly code: string;
	/** What to do about it, null when the gateway had no advice. */
	readonly hint: string | null;
	/** The field at fault. */
	readonly param: string | null;
	/** Which of the causes that its code has, where it has several. */
	readonly reason: string | null;

	constructor(status: number, { code, message, hint, param, reason }: FailureFacts) {
		super(message);
		this.status = status;
		this.code = code;
		this.hint = hint;
		this.param = param;
		this.reason = reason ?? null;
	}
}

export interface FailureFacts {
	readonly code: string;
	readonly message: string;
	readonly hint: string | null;
	readonly param: string | null;
	readonly reason?: string | null;
}

const unreachable: FailureFacts = {
	code: "unreachable",
	message: "The gateway does not answer.",
	hint: "Check that it runs and that you are online. This page tries again by itself.",
	param: null,
};

export const noAnswer = (): Failure => new Failure(0, unreachable);

/** Anything thrown as a failure that can be shown. */
export const asFailure = (error: unknown): Failure =>
	error instanceof Failure
		? error
		: new Failure(0, { ...unreachable, code: "page_error", message: "Something went wrong in this page.", hint: "Load it again." });
