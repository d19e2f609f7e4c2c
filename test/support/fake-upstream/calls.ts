import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** One request as the upstream saw it. */
export interface Call {
	readonly apiKey: string;
	readonly method: string;
	/** With the query. */
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** ms since the epoch, when the body was in. */
	readonly at: number;
	/** Frames written so far. */
	framesSent: number;
	/** Status answered, 0 while there is none. */
	status: number;
	/** ms since the epoch; undefined while the call runs. */
	endedAt: number | undefined;
	/** True when the upstream itself cut the connection. */
	broken: boolean;
	/** True when the caller hung up before the answer was whole. */
	aborted: boolean;
}

export const newCall = ({ method = "", url = "/", headers }: IncomingMessage, apiKey: string, body: string): Call => ({
	apiKey,
	method,
	path: url,
	headers,
	body,
	at: Date.now(),
	framesSent: 0,
	status: 0,
	endedAt: undefined,
	broken: false,
	aborted: false,
});

interface Waiter {
	readonly done: (calls: readonly Call[]) => boolean;
	readonly resolve: () => void;
}

/** The record of all calls, and promises that resolve as it changes. */
export function makeCallRecord(keep: boolean) {
	const calls: Call[] = [];
	let waiters: readonly Waiter[] = [];
	const notify = () => {
		const ready = waiters.filter((waiter) => waiter.done(calls));
		waiters = waiters.filter((waiter) => !ready.includes(waiter));
		for (const waiter of ready) waiter.resolve();
	};
	const until = (done: Waiter["done"]) =>
		new Promise<void>((resolve) => {
			waiters = [...waiters, { done, resolve }];
			notify();
		});
	return {
		calls,
		notify,
		until,
		add(call: Call) {
			if (keep) calls.push(call);
			notify();
		},
	};
}
