/** `skip`: it cannot be looked at, because something before it failed or the key may not see it. */
export type Status = "ok" | "warn" | "fail" | "skip";

export interface Outcome {
	readonly status: Status;
	readonly detail: string;
	/** What to do about it; null when all is well. */
	readonly fix: string | null;
}

export const ok = (detail: string): Outcome => ({ status: "ok", detail, fix: null });
export const warn = (detail: string, fix: string): Outcome => ({ status: "warn", detail, fix });
export const fail = (detail: string, fix: string): Outcome => ({ status: "fail", detail, fix });
export const skip = (detail: string): Outcome => ({ status: "skip", detail, fix: null });
