import { objectsOf, stringOf } from "../chat/json.ts";
import type { Answer } from "./answer.ts";
import { after, fromNumber, parseDuration } from "./duration.ts";
import { isEcho } from "./echo.ts";
import type { Finding } from "./finding.ts";
import { type Hint, hint } from "./headers.ts";

interface Wording {
	readonly statuses: readonly number[];
	readonly says: RegExp;
	readonly finding: Finding;
}

/**
 * What only the message tells, because the provider has no code for it. Each pattern is bounded, and is asked only at statuses where it can be meant. A 400
 * is an answer to what the client wrote, so there only a vendor's own sentence, from its beginning, speaks of the account.
 */
const wordings: readonly Wording[] = [
	{
		statuses: [400],
		says: /^you(?:r credit balance is too low| have reached your (?:specified )?(?:workspace )?API usage limits)\b/i,
		finding: { kind: "billing", scope: "account" },
	},
	{
		statuses: [403, 429],
		says: /credit balance is too low|API usage limits|insufficient (?:balance|credits|funds)|spend(?:ing)? (?:cap|limit)|credits? (?:are|is|have been|has been) (?:depleted|exhausted)|billing (?:account )?(?:is |has been )?(?:disabled|not (?:enabled|active))/i,
		finding: { kind: "billing", scope: "account" },
	},
	{
		statuses: [400],
		says: /^(?:API key (?:not valid|expired)\. Please \w{1,20} (?:the|a valid) API key|incorrect API key provided|invalid API[ _-]key(?: provided)?\.?$)/i,
		finding: { kind: "auth", scope: "account" },
	},
	{
		statuses: [400],
		says: /^(?:(?:this|your) (?:organization|account|project) has been (?:disabled|suspended|deactivated)|user location is not supported)\b/i,
		finding: { kind: "permission", scope: "account" },
	},
	{
		statuses: [400, 413, 422],
		says: /prompt is too long|(?:input|prompt|request) (?:is )?too long|maximum context length|context[_ ](?:length|window)|input token count.{0,40}exceeds/i,
		finding: { kind: "context", scope: "request" },
	},
	{
		statuses: [400, 422],
		says: /thought[ _]?signature|signature.{0,3} in .{0,3}thinking|thinking.{0,60} cannot be modified|encrypted content.{0,60}(?:verif|decrypt)/i,
		finding: { kind: "signature", scope: "request" },
	},
	{
		statuses: [400, 403, 422],
		says: /content (?:management |filtering )?policy|usage polic(?:y|ies)|flagged|safety (?:system|filter)/i,
		finding: { kind: "content", scope: "request" },
	},
	{
		statuses: [429, 500, 503],
		says: /(?:at|no|over) capacity|overloaded/i,
		finding: { kind: "overloaded", scope: "model" },
	},
];

export const byWords = (answer: Answer): Finding | undefined =>
	wordings.find(({ statuses, says, finding }) => {
		const [words] = (statuses.includes(answer.status) && says.exec(answer.message)) || [];
		return words !== undefined && (finding.scope === "request" || speaksForItself(answer, words));
	})?.finding;

/** Not about a field of the request, and no quote of it: then nothing that a client wrote is held against the account. */
const speaksForItself = (answer: Answer, words: string): boolean => !namesField(answer) && !isEcho(words, answer);

/** OpenAI's `param`, Google's `fieldViolations`. */
const namesField = ({ error, details }: Answer): boolean =>
	Boolean(stringOf(error.param)) || details.some((detail) => objectsOf(detail.fieldViolations).length > 0);

const wait =
	/\b(?:(?:try again|retry|resets?) (?:in|after)|wait)\s{1,3}((?:\d{1,9}(?:\.\d{1,12})?(?:ms|[dhms])){1,5}\b|\d{1,9}(?:\.\d{1,9})? ?(?:second|minute|hour|day)s?)/i;
const words = /^(\d+(?:\.\d+)?) ?(second|minute|hour|day)/i;
const secondsIn: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

const date =
	/\b(\d{4}-\d\d-\d\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2},? \d{4})(?:,? (?:at )?|T)?(\d\d:\d\d)?/;

/** A wait or, where `dates` may be meant, a day (UTC) that the message names. */
export function timeInText(message: string, now: number, dates: "dates" | "waits"): Hint[] {
	const [, span = ""] = wait.exec(message) ?? [];
	const [, count, unit = ""] = words.exec(span) ?? [];
	const seconds = count === undefined ? (parseDuration(span) ?? 0) / 1000 : Number(count) * (secondsIn[unit.toLowerCase()] ?? 0);
	const [, day, time = "00:00"] = (dates === "dates" && date.exec(message)) || [];
	return [
		...hint(after(seconds * 1000, now), "message"),
		...hint(day === undefined ? undefined : fromNumber(Date.parse(`${day.replace(".", "")} ${time} UTC`), now), "message"),
	];
}
