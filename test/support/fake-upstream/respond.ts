import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import type { Behaviour } from "./behaviour.ts";
import type { Call } from "./calls.ts";
import type { Dialect } from "./dialect.ts";
import type { GatedWay } from "./gate.ts";

export interface Responding {
	readonly response: ServerResponse;
	readonly call: Call;
	readonly dialect: Dialect;
	readonly behaviour: Behaviour;
	readonly serial: number;
	/** Aborted when the call is over, however it ended. */
	readonly over: AbortSignal;
	readonly gate: GatedWay | undefined;
	/** Tells those who watch the record. */
	readonly changed: () => void;
}

function head({ response, call, dialect, behaviour, serial }: Responding, status: number, contentType: string): void {
	call.status = status;
	response.writeHead(status, { ...dialect.headers(serial), "content-type": contentType, ...behaviour.headers });
}

/** The whole answer in one body. */
export async function sendBody(to: Responding, status: number, body: unknown): Promise<void> {
	await to.gate?.pass(to.over);
	if (to.over.aborted) return;
	head(to, status, "application/json");
	to.call.framesSent = 1;
	to.response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** Frames one at a time, as the behaviour and the gate let them; leaves quietly when the caller has hung up. */
export async function sendFrames(to: Responding, frames: readonly string[]): Promise<void> {
	const { response, behaviour, over } = to;
	head(to, 200, "text/event-stream; charset=utf-8");
	response.flushHeaders();
	for (const [index, frame] of frames.entries()) {
		if (behaviour.breakAfter === index) break;
		if (behaviour.errorAfter === index) {
			response.end(to.dialect.errorFrame("The stream failed."));
			return;
		}
		if (index > 0) await (behaviour.frameDelayMs ? wait(behaviour.frameDelayMs) : nextTurn());
		await to.gate?.pass(over);
		if (over.aborted) return;
		response.write(frame);
		to.call.framesSent += 1;
		to.changed();
	}
	if (behaviour.breakAfter === undefined) {
		response.end();
		return;
	}
	await nextTurn();
	cut(to);
}

/** Ends the connection without ending the answer. */
export function cut({ call, response }: Responding): void {
	call.broken = true;
	response.destroy();
}
