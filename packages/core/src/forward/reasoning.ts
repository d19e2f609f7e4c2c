import { withReasoningOf } from "@smart-router/llm/chat/proven-reasoning.ts";
import type { SignatureOrigin } from "@smart-router/llm/chat/request.ts";
import { type Asked, type Prepared, prepare } from "./prepare.ts";

const foreign = "dropped: reasoning that this account did not make";
const refused = "dropped: all earlier reasoning, because the provider refused a signature";

/**
 * The request for one account: signed or encrypted reasoning goes only to the provider and account that made it. What a client says in the provider's own
 * protocol passes as it is: its signatures name no maker. Throws what `prepare` throws.
 */
export function preparedFor(maker: SignatureOrigin, prepared: Prepared, asked: Asked): Prepared {
	if (prepared.passthrough) return prepared;
	const chat = withReasoningOf(asked.chat, maker);
	return chat === asked.chat ? prepared : warned(prepare(prepared.target, { ...asked, chat }), foreign);
}

/** The request once more after a signature was refused; undefined when it held no reasoning that could be left out. Throws what `prepare` throws. */
export function withoutReasoning(prepared: Prepared, asked: Asked): Prepared | undefined {
	const bare = prepare(prepared.target, asked, true);
	return bare.body === prepared.body ? undefined : warned(bare, refused);
}

const warned = (prepared: Prepared, warning: string): Prepared => ({ ...prepared, warnings: [...prepared.warnings, warning] });
