import type { FinishReason, Usage } from "./response.ts";

/**
 * What a provider's stream says, one thing at a time. Blocks never interleave except tool calls, which carry an `index`.
 * A stream that ends without `finish` or `error` was broken.
 */
export type StreamPart =
	/** Sent once, first. No output yet: a failover is still possible after it. */
	| { readonly type: "start"; readonly id: string; readonly model: string; readonly created?: number }
	| { readonly type: "text-delta"; readonly text: string }
	| { readonly type: "reasoning-delta"; readonly text: string }
	/** Ends a reasoning block. */
	| { readonly type: "reasoning-signature"; readonly signature?: string; readonly encrypted?: string; readonly id?: string }
	| { readonly type: "refusal-delta"; readonly text: string }
	/** `index` counts the answer's tool calls from 0. */
	| { readonly type: "tool-call-start"; readonly index: number; readonly id: string; readonly name: string; readonly signature?: string }
	/** A piece of the JSON text of the arguments. */
	| { readonly type: "tool-call-delta"; readonly index: number; readonly arguments: string }
	| { readonly type: "tool-call-end"; readonly index: number }
	/** Cumulative: the last one counts. */
	| { readonly type: "usage"; readonly usage: Usage }
	| { readonly type: "finish"; readonly reason: FinishReason; readonly raw: string; readonly stopSequence?: string }
	/** The provider's own error inside a stream whose status was 200: `body` is its JSON text. Terminal. */
	| { readonly type: "error"; readonly message: string; readonly body: string }
	| { readonly type: "ping" };

/** What the part adds to the answer's text. */
export function textOf(part: StreamPart): string {
	switch (part.type) {
		case "text-delta":
		case "reasoning-delta":
		case "refusal-delta":
			return part.text;
		case "tool-call-start":
			return part.name;
		case "tool-call-delta":
			return part.arguments;
		default:
			return "";
	}
}

/**
 * The first part that makes a failover impossible: something a client would see. `start`, pings, usage and empty deltas are not.
 * A finish reason is one too: an empty answer is an answer.
 */
export function isOutput(part: StreamPart): boolean {
	switch (part.type) {
		case "text-delta":
		case "reasoning-delta":
		case "refusal-delta":
			return part.text !== "";
		case "tool-call-start":
		case "tool-call-delta":
		case "finish":
			return true;
		default:
			return false;
	}
}
