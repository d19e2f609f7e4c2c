import type { ClientRequest } from "node:http";
import type { StartTimer, Timer } from "./watch.ts";

/** What is known of the connection that carries a request. */
export interface Connection {
	stands(): boolean;
	/**
	 * The error tells of a kept connection that the other side closed just as it was used again, before any byte of an answer (the race that Node documents
	 * at `request.reusedSocket`; on Lambda the rule after every freeze): the request may be sent anew.
	 */
	wasStale(error: NodeJS.ErrnoException): boolean;
	/** Waits for it no longer. */
	forget(): void;
}

export const connectTimeoutMs = 10_000;

/** Follows a request's way onto a connection; `onLate` where none stands in time. */
export function connectionOf(outgoing: ClientRequest, secure: boolean, startTimer: StartTimer, onLate: () => void): Connection {
	let stands = false;
	let receivedBefore = 0;
	let timer: Timer | undefined;
	let forgotten = false;
	outgoing.on("socket", (socket) => {
		receivedBefore = socket.bytesRead;
		stands = !socket.connecting;
		if (stands || forgotten) return;
		timer = startTimer(connectTimeoutMs, onLate);
		socket.once(secure ? "secureConnect" : "connect", () => {
			stands = true;
			timer?.stop();
		});
	});
	return {
		stands: () => stands,
		wasStale: ({ code }) =>
			outgoing.reusedSocket && outgoing.socket?.bytesRead === receivedBefore && (code === "ECONNRESET" || code === "EPIPE"),
		forget() {
			forgotten = true;
			timer?.stop();
		},
	};
}
