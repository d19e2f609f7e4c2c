import type { Answer } from "./answer.ts";
import { nextMonth } from "./duration.ts";
import type { Finding } from "./finding.ts";
import { headerHint, hint, retryAfter } from "./headers.ts";
import { timeInText } from "./wording.ts";

/** Caps of the vendor that end with the calendar month (UTC) and never carry `retry-after`. */
const monthlyCaps = new Set(["enforced_spend_limit_reached", "contract_spend_limit_reached"]);

/** What is Anthropic's own: monthly caps, and the windows of subscriptions. */
export function anthropic(answer: Answer): Finding | undefined {
	const { status, names, message, now } = answer;
	if (names.some((name) => monthlyCaps.has(name))) {
		return { kind: "billing", scope: "account", hints: [...hint(nextMonth(now), "month"), ...timeInText(message, now, "dates")] };
	}
	if (names.some((name) => name.startsWith("linked_organization_"))) return { kind: "billing", scope: "account" };
	if (status !== 429) return undefined;
	// An option of this request that the plan does not pay for; the account itself is well.
	if (/\bfast mode\b|\busage credits\b/i.test(message)) return { kind: "rate_short", scope: "request" };
	return byUnifiedWindows(answer);
}

const prefix = "anthropic-ratelimit-unified";
/** `5h` and `7d` bind all models; `7d_opus`, `7d_oi` and the like one line of models. */
const windowStatus = /^anthropic-ratelimit-unified-(\d{1,3}[hdm](_\w{1,30})?)-status$/;

function byUnifiedWindows(answer: Answer): Finding | undefined {
	const { failure, now } = answer;
	const { headers } = failure;
	const rejected = Object.keys(headers).flatMap((name) => {
		const match = windowStatus.exec(name);
		return match !== null && headers[name] === "rejected" ? [{ name: match[1], ofLine: match[2] !== undefined }] : [];
	});
	const resets = (windows: typeof rejected) => windows.flatMap(({ name }) => headerHint(headers, `${prefix}-${name}-reset`, now));

	const shared = rejected.filter(({ ofLine }) => !ofLine);
	if (shared.length > 0) return { kind: "quota_long", scope: "account", hints: [...resets(shared), ...retryAfter(headers, now)] };
	if (rejected.length > 0) return ofModelLine(answer, resets(rejected));
	if (headers[`${prefix}-status`] !== "rejected") return undefined;
	const reset = headerHint(headers, `${prefix}-reset`, now);
	return /^seven_day_\w/.test(headers[`${prefix}-representative-claim`] ?? "")
		? ofModelLine(answer, reset)
		: { kind: "quota_long", scope: "account", hints: [...reset, ...retryAfter(headers, now)] };
}

/** The weekly reset may be too pessimistic for a line of models, so `retry-after` goes first. */
function ofModelLine({ failure, group, now }: Answer, resets: readonly NonNullable<Finding["hints"]>[number][]): Finding {
	const stated = retryAfter(failure.headers, now);
	return {
		kind: "quota_long",
		...(group === undefined ? { scope: "model" } : { scope: "group", group }),
		hints: stated.length > 0 ? stated : resets,
	};
}
