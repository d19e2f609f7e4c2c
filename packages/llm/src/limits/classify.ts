import type { ProtocolId } from "../protocols/protocol.ts";
import { type Answer, type AnswerContext, readAnswer } from "./answer.ts";
import { anthropic } from "./anthropic.ts";
import type { Finding } from "./finding.ts";
import { codeAssist, google } from "./google.ts";
import { type Hint, latest, retryAfter, spentResets } from "./headers.ts";
import { meaningOfName } from "./names.ts";
import { openai } from "./openai.ts";
import { redact } from "./redact.ts";
import { byStatus, missingModel } from "./status.ts";
import type { Failure, Verdict, VerdictKind } from "./verdict.ts";
import { byWords, timeInText } from "./wording.ts";

export interface ClassifyContext extends AnswerContext {
	readonly protocol: ProtocolId;
	readonly provider: string;
}

const dialects: Readonly<Record<ProtocolId, (answer: Answer) => Finding | undefined>> = {
	"anthropic-messages": anthropic,
	gemini: google,
	"code-assist": codeAssist,
	"openai-chat": openai,
	"openai-responses": openai,
};

/** A limit that ends later than this is used up, whatever the provider calls it. */
const longWait = 10 * 60_000;

/**
 * What a provider's failure means: from the vendor's own signs, then from its stable codes, then from its words, then from the status.
 * An error inside a 200 stream is a failure with status 200 and the error event as its body. Pure; never throws, whatever the bytes are.
 */
export function classify(failure: Failure, context: ClassifyContext): Verdict {
	const answer = readAnswer(failure, context);
	const finding = dialects[context.protocol](answer) ?? byName(answer) ?? byWords(answer) ?? byStatus(answer);
	const hint = latest(finding.hints ?? usualHints(answer, finding.kind));
	const kind = finding.kind === "rate_short" && hint !== undefined && hint.at > context.now + longWait ? "quota_long" : finding.kind;
	return {
		kind,
		scope: finding.scope,
		...(finding.group === undefined ? {} : { group: finding.group }),
		...(hint === undefined ? {} : { retryAt: hint.at, retrySource: hint.source }),
		status: failure.status,
		...(failure.reason === undefined ? {} : { reason: failure.reason }),
		...(answer.code === undefined ? {} : { code: answer.code }),
		message: redact(answer.message && !/^\s*</.test(answer.message) ? answer.message : (failure.transport ?? `HTTP ${failure.status}`)),
		sameAccountRetry: kind === "auth" || kind === "signature",
		failover: finding.failover ?? !ownFaults.has(kind),
	};
}

/** Kinds that lie in the request: another account would answer the same. */
const ownFaults: ReadonlySet<VerdictKind> = new Set(["context", "content", "bad_request", "signature", "model_missing", "too_large"]);

/** OpenAI's, and Azure's. */
const namesOfMissingModel: ReadonlySet<string> = new Set(["model_not_found", "deploymentnotfound"]);

const byName = (answer: Answer): Finding | undefined =>
	answer.names.some((name) => namesOfMissingModel.has(name))
		? missingModel(answer)
		: answer.names.map((name) => meaningOfName[name]).find((meaning) => meaning !== undefined);

/** Where providers state when a limit ends, if they have no place of their own for it. */
function usualHints({ failure, message, now }: Answer, kind: VerdictKind): readonly Hint[] {
	switch (kind) {
		case "rate_short":
		case "quota_long":
			return [...retryAfter(failure.headers, now), ...spentResets(failure.headers, now), ...timeInText(message, now, "waits")];
		case "overloaded":
			return [...retryAfter(failure.headers, now), ...timeInText(message, now, "waits")];
		case "billing":
			return [...retryAfter(failure.headers, now), ...timeInText(message, now, "dates")];
		default:
			return [];
	}
}
