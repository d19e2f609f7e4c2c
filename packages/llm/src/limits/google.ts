import type { Answer } from "./answer.ts";
import { nextPacificMidnight, parseTime } from "./duration.ts";
import type { Finding } from "./finding.ts";
import { type Hint, hint, retryAfter } from "./headers.ts";
import { isObject, objectsIn, textOf } from "./json.ts";
import { meaningOfName } from "./names.ts";
import { byWords, timeInText } from "./wording.ts";

/** What is Google's own: a limit is told by the typed `details` of the error (google.rpc.*), seldom by headers. */
export function google(answer: Answer): Finding | undefined {
	const { status, names, message, now } = answer;
	if (status !== 429 && status !== 503) return undefined;
	const violations = answer.details.flatMap((detail) => objectsIn(detail["violations"]));
	// A limit of 0 is none that could ever be free again: the project does not have this model.
	if (/\blimit: 0\b(?!\.\d)/.test(message) || violations.some((violation) => violation["quotaValue"] === "0")) {
		return { kind: "model_missing", scope: "model", failover: true };
	}
	const hints = statedTimes(answer);
	// RetryInfo may say seconds for a daily quota.
	if (violations.some((violation) => /PerDay|Daily/i.test(textOf(violation["quotaId"])))) {
		return { kind: "quota_long", scope: "model", hints: [...hints, ...hint(nextPacificMidnight(now), "QuotaFailure")] };
	}
	const told = names.map((name) => meaningOfName[name]).find((meaning) => meaning !== undefined) ?? byWords(answer);
	if (told !== undefined) return { ...told, hints };
	if (status === 503) return { kind: "overloaded", scope: "model", hints };
	// Code Assist states a delay unless the quota is used up.
	const usedUp =
		hints.length === 0 && answer.details.some((detail) => detail["reason"] === "RATE_LIMIT_EXCEEDED" && ofCodeAssist(detail["domain"]));
	return { kind: usedUp ? "quota_long" : "rate_short", scope: "model", hints };
}

const ofCodeAssist = (domain: unknown): boolean => /(?:^|[.-])cloudcode-pa(?:\.sandbox)?\.googleapis\.com$/.test(textOf(domain));

function statedTimes({ details, failure, message, now }: Answer): Hint[] {
	const inDetails = details.flatMap((detail) => {
		const metadata = isObject(detail["metadata"]) ? detail["metadata"] : {};
		return [
			...hint(parseTime(textOf(detail["retryDelay"]), now), "RetryInfo"),
			...hint(parseTime(textOf(metadata["quotaResetDelay"]), now), "quotaResetDelay"),
			...hint(parseTime(textOf(metadata["quotaResetTimeStamp"]), now), "quotaResetTimeStamp"),
		];
	});
	return [...inDetails, ...retryAfter(failure.headers, now), ...timeInText(message, now, "waits")];
}
