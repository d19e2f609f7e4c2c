import type { Json } from "../chat/request.ts";
import type { Answer } from "./answer.ts";
import { after, fromNumber } from "./duration.ts";
import type { Finding } from "./finding.ts";
import { type Hint, headerHint, hint, retryAfter } from "./headers.ts";

/** What is OpenAI's own: the plan windows of Codex. Everything else of it is told by codes. */
export function openai(answer: Answer): Finding | undefined {
	if (!answer.names.includes("usage_limit_reached")) return undefined;
	const { error, failure, now } = answer;
	const meter = (failure.headers["x-codex-active-limit"] ?? "codex").toLowerCase().replaceAll("_", "-");
	return {
		kind: "quota_long",
		// Other meters bind some models only, and do not say which.
		scope: meter === "codex" ? "account" : "model",
		hints: [
			...hint(
				numberAt(error.resets_at, (seconds) => fromNumber(seconds, now)),
				"resets_at",
			),
			...hint(
				numberAt(error.resets_in_seconds, (seconds) => after(seconds * 1000, now)),
				"resets_in_seconds",
			),
			...["primary", "secondary"].flatMap((window) => windowReset(failure.headers, `x-${meter}-${window}`, now)),
			...retryAfter(failure.headers, now),
		],
	};
}

const numberAt = (value: Json | undefined, read: (value: number) => number | undefined): number | undefined =>
	typeof value === "number" ? read(value) : undefined;

/** The reset of a window that is used up, in the newer spelling or the older ones. */
function windowReset(headers: Answer["failure"]["headers"], window: string, now: number): Hint[] {
	if (!(Number(headers[`${window}-used-percent`]) >= 100)) return [];
	return ["reset-at", "reset-after-seconds", "resets-in-seconds"].flatMap((name) => headerHint(headers, `${window}-${name}`, now));
}
