import { objectOf, objectsOf, stringOf } from "../chat/json.ts";
import type { Json } from "../chat/request.ts";
import type { Answer } from "./answer.ts";
import { nextPacificMidnight, parseTime } from "./duration.ts";
import type { Finding } from "./finding.ts";
import { type Hint, hint, retryAfter } from "./headers.ts";
import { meaningOfName } from "./names.ts";
import { missingModel } from "./status.ts";
import { byWords, timeInText } from "./wording.ts";

/** What is Google's own: a limit is told by the typed `details` of the error (google.rpc.*), seldom by headers. */
export function google(answer: Answer): Finding | undefined {
	const { status, names, message, now } = answer;
	if (status !== 429 && status !== 503) return undefined;
	const violations = answer.details.flatMap((detail) => objectsOf(detail.violations));
	// A limit of 0 is none that could ever be free again: the project does not have this model.
	if (/\blimit: 0\b(?!\.\d)/.test(message) || violations.some((violation) => violation.quotaValue === "0")) {
		return { kind: "model_missing", scope: "model", failover: true };
	}
	const hints = statedTimes(answer);
	// RetryInfo may say seconds for a daily quota.
	if (violations.some((violation) => /PerDay|Daily/i.test(stringOf(violation.quotaId) ?? ""))) {
		return { kind: "quota_long", scope: "model", hints: [...hints, ...hint(nextPacificMidnight(now), "QuotaFailure")] };
	}
	const told = names.map((name) => meaningOfName[name]).find((meaning) => meaning !== undefined) ?? byWords(answer);
	if (told !== undefined) return { ...told, hints };
	if (status === 503) return { kind: "overloaded", scope: "model", hints };
	// Code Assist states a delay unless the quota is used up.
	const usedUp =
		hints.length === 0 && answer.details.some((detail) => detail.reason === "RATE_LIMIT_EXCEEDED" && ofCodeAssist(detail.domain));
	return { kind: usedUp ? "quota_long" : "rate_short", scope: "model", hints };
}

/** As Google's, but for a model that the account does not have: it is the one entity that a request of Code Assist names. */
export const codeAssist = (answer: Answer): Finding | undefined =>
	answer.status === 404 && answer.message.startsWith("Requested entity was not found") ? missingModel(answer) : google(answer);

const ofCodeAssist = (domain: Json | undefined): boolean =>
	/(?:^|[.-])cloudcode-pa(?:\.sandbox)?\.googleapis\.com$/.test(stringOf(domain) ?? "");

const timeIn = (value: Json | undefined, now: number): number | undefined => parseTime(stringOf(value) ?? "", now);

function statedTimes({ details, failure, message, now }: Answer): Hint[] {
	const inDetails = details.flatMap((detail) => {
		const metadata = objectOf(detail.metadata);
		return [
			...hint(timeIn(detail.retryDelay, now), "RetryInfo"),
			...hint(timeIn(metadata?.quotaResetDelay, now), "quotaResetDelay"),
			...hint(timeIn(metadata?.quotaResetTimeStamp, now), "quotaResetTimeStamp"),
		];
	});
	return [...inDetails, ...retryAfter(failure.headers, now), ...timeInText(message, now, "waits")];
}
