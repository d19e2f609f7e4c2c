import { HttpError } from "@smart-router/llm/transport/http.ts";

/** A limit of time that is running. */
export interface Timer {
	/** Gives the whole time once more, also after a stop. */
	restart(): void;
	stop(): void;
}

/** Runs `onEnd` after `ms`, unless told otherwise before; injected in tests. */
export type StartTimer = (ms: number, onEnd: () => void) => Timer;

export const systemTimer: StartTimer = (ms, onEnd) => {
	let timer: NodeJS.Timeout | undefined = setTimeout(onEnd, ms);
	return {
		restart() {
			timer = timer?.refresh() ?? setTimeout(onEnd, ms);
		},
		stop() {
			clearTimeout(timer);
			timer = undefined;
		},
	};
};

/** What may end a call from our side: its caller's signal, and a time without a byte from the other. */
export interface Patience {
	readonly origin: string;
	readonly signal: AbortSignal | undefined;
	/** ms */
	readonly silenceMs: number;
	readonly startTimer: StartTimer;
}

export interface Watch {
	/** A sign of life: the time begins anew. */
	alive(): void;
	/** Nothing can come for now, by our own doing: time does not count until `alive`. */
	pause(): void;
	/** Lets go of signal and timer. */
	end(): void;
}

/** Watches one phase of a call: `fail` gets the error when the caller gives up, or when nothing was `alive` for too long (`silence` says what then was the matter). */
export function watch({ origin, signal, silenceMs, startTimer }: Patience, silence: string, fail: (error: HttpError) => void): Watch {
	const abort = (): void => fail(aborted(origin));
	const timer = startTimer(silenceMs, () => fail(late(origin, silence, silenceMs)));
	signal?.addEventListener("abort", abort, { once: true });
	return {
		alive: timer.restart,
		pause: timer.stop,
		end() {
			timer.stop();
			signal?.removeEventListener("abort", abort);
		},
	};
}

export const aborted = (origin: string): HttpError => new HttpError("aborted", `the call to ${origin} was aborted`);

export const late = (origin: string, what: string, ms: number): HttpError =>
	new HttpError("timeout", `${origin} ${what} within ${ms / 1000} s`);
