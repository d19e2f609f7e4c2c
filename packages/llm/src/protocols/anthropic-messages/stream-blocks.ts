import type { JsonObject, SignatureOrigin } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import { argumentsObject } from "../calls.ts";
import { callStart, redacted, signatureOf, textStart, thinkingStart } from "./answer-blocks.ts";

/** A block that has not ended on the wire. */
export interface Waiting {
	readonly kind: "text" | "thinking" | "call" | "redacted";
	/** The hub's index of a call. */
	readonly call?: number;
	/** How it begins; undefined once that is written. */
	readonly start: JsonObject | undefined;
	/** What is not yet written of it. */
	readonly deltas: readonly JsonObject[];
	/** Arguments that do not look like an object so far: they are held back, because clients read what comes as one. */
	readonly unsure?: string;
	/** Nothing more comes for it. */
	readonly ended: boolean;
}

type Origin = SignatureOrigin | undefined;

/** The waiting blocks with what one more part says. */
export function said(waiting: readonly Waiting[], part: StreamPart, origin: Origin): readonly Waiting[] {
	switch (part.type) {
		case "text-delta":
		case "refusal-delta":
			return part.text === "" ? waiting : grown(waiting, "text", { type: "text_delta", text: part.text }, origin);
		case "reasoning-delta":
			return part.text === "" ? waiting : grown(waiting, "thinking", { type: "thinking_delta", thinking: part.text }, origin);
		case "reasoning-signature":
			return proven(waiting, part, origin);
		case "tool-call-start": {
			const { index: call, id, name, signature } = part;
			const proof = signature === undefined ? [] : [signed(newThinking, signatureOf({ signature, ofCall: true }, origin))];
			const begun: Waiting = { kind: "call", call, start: callStart({ id, name }), deltas: [], unsure: "", ended: false };
			return [...closedText(waiting, origin), ...proof, begun];
		}
		case "tool-call-delta":
			return onCall(waiting, part.index, (block) => withArguments(block, part.arguments));
		case "tool-call-end":
			return onCall(waiting, part.index, endedCall);
		case "finish":
			return closedText(waiting, origin).map((block) => (block.ended ? block : endedCall(block)));
		default:
			return waiting;
	}
}

const newThinking: Waiting = { kind: "thinking", start: thinkingStart(), deltas: [], ended: false };
const newText: Waiting = { kind: "text", start: textStart(), deltas: [], ended: false };

const withDelta = (block: Waiting, delta: JsonObject): Waiting => ({ ...block, deltas: [...block.deltas, delta] });

const signed = (block: Waiting, signature: string): Waiting => ({
	...withDelta(block, { type: "signature_delta", signature }),
	ended: true,
});

const inputDelta = (json: string): JsonObject => ({ type: "input_json_delta", partial_json: json });

function withArguments({ unsure, ...block }: Waiting, text: string): Waiting {
	if (unsure === undefined) return withDelta(block, inputDelta(text));
	const sofar = unsure + text;
	if (sofar.trimStart().startsWith("{")) return withDelta(block, inputDelta(sofar));
	return { ...block, unsure: sofar };
}

/** What is no object is wrapped as in a whole answer. */
function endedCall({ unsure, ...block }: Waiting): Waiting {
	const over = { ...block, ended: true };
	return unsure === undefined || unsure.trim() === ""
		? over
		: withDelta(over, inputDelta(JSON.stringify(argumentsObject(unsure, () => undefined))));
}

const onCall = (waiting: readonly Waiting[], call: number, change: (block: Waiting) => Waiting): readonly Waiting[] =>
	waiting.map((block) => (block.call === call && !block.ended ? change(block) : block));

/** More of the last block when it is of this kind, else of a new one. */
function grown(waiting: readonly Waiting[], kind: "text" | "thinking", delta: JsonObject, origin: Origin): readonly Waiting[] {
	const last = waiting.at(-1);
	if (last?.kind === kind && !last.ended) return waiting.with(-1, withDelta(last, delta));
	return [...closedText(waiting, origin), withDelta(kind === "text" ? newText : newThinking, delta)];
}

/** The blocks once another kind begins: text and thinking are over, calls tell their end themselves. Thinking never ends without a signature. */
function closedText(waiting: readonly Waiting[], origin: Origin): readonly Waiting[] {
	const last = waiting.at(-1);
	if (last === undefined || last.kind === "call" || last.ended) return waiting;
	return waiting.with(-1, last.kind === "thinking" ? signed(last, signatureOf({}, origin)) : { ...last, ended: true });
}

/** A signature ends the thinking it belongs to; one without any stands in a block of its own. */
function proven(
	waiting: readonly Waiting[],
	proof: Extract<StreamPart, { type: "reasoning-signature" }>,
	origin: Origin,
): readonly Waiting[] {
	const signature = signatureOf(proof, origin);
	const last = waiting.at(-1);
	if (last?.kind === "thinking" && !last.ended) return waiting.with(-1, signed(last, signature));
	if (proof.signature === undefined && proof.encrypted === undefined) return waiting;
	const alone: Waiting =
		proof.encrypted === undefined
			? signed(newThinking, signature)
			: { kind: "redacted", start: redacted(signature), deltas: [], ended: true };
	return [...closedText(waiting, origin), alone];
}
