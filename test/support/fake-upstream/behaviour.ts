import type { JsonObject } from "./json.ts";

/** How the calls of one API key go; empty means a normal answer. */
export interface Behaviour {
	/** Answer with this status; without a body the vendor's own error body for it. */
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent as it is when a string, else as JSON. */
	readonly body?: string | JsonObject;
	/** HTTP 200 and a stream whose first frame is the vendor's error with these words. */
	readonly firstEventError?: string;
	/** Destroys the connection after so many frames of the stream (0: right after the headers). */
	readonly breakAfter?: number;
	/** Sends the vendor's error as a frame after so many frames, then ends the stream. */
	readonly errorAfter?: number;
	/** Never answers; the call ends when the caller hangs up or the upstream closes. */
	readonly hang?: boolean;
	/** Destroys the connection without an answer. */
	readonly refuse?: boolean;
	/** Milliseconds before the headers. */
	readonly delayMs?: number;
	/** Milliseconds between frames. */
	readonly frameDelayMs?: number;
	/** 429 for this model only; other models are answered normally. With `headers`, e.g. `retry-after`. */
	readonly modelLimited?: string;
	/** Sent instead of the answer's own frames, as they are. */
	readonly frames?: readonly string[];
	/** Which calls it is for; the others go normally. Default: chats, and embeddings like them. */
	readonly on?: "chats" | "models" | "counts" | "all";
}

/** Behaviours of one key: one after another, the last stays. */
export function makeScript(steps: readonly Behaviour[]): (kind: "chats" | "models" | "counts", model: string) => Behaviour {
	let next = 0;
	return (kind, model) => {
		const step = steps[Math.min(next, steps.length - 1)] ?? {};
		if (step.on !== "all" && (step.on ?? "chats") !== kind) return {};
		next += 1;
		if (step.modelLimited === undefined) return step;
		return step.modelLimited === model ? { status: 429, ...step } : {};
	};
}
