import { after, parseTime } from "./duration.ts";

/** A time that was stated, and where. */
export interface Hint {
	readonly at: number;
	readonly source: string;
}

type Headers = Readonly<Record<string, string>>;

/** The time in a header, as zero or one hint, so that hints can be spread together. */
export function headerHint(headers: Headers, name: string, now: number): Hint[] {
	return hint(headers[name] === undefined ? undefined : parseTime(headers[name], now), name);
}

export const hint = (at: number | undefined, source: string): Hint[] => (at === undefined ? [] : [{ at, source }]);

/** `retry-after` in all its forms, and `retry-after-ms`. */
export const retryAfter = (headers: Headers, now: number): Hint[] => [
	...headerHint(headers, "retry-after", now),
	...hint(milliseconds(headers["retry-after-ms"], now), "retry-after-ms"),
];

const milliseconds = (text: string | undefined, now: number): number | undefined =>
	text !== undefined && /^\d{1,15}(\.\d{1,9})?$/.test(text) ? after(Number(text), now) : undefined;

/**
 * The resets of the limits of which nothing remains: `x-ratelimit-remaining-tokens: 0` with `x-ratelimit-reset-tokens`,
 * `anthropic-ratelimit-requests-remaining` with `-reset`, and what is named alike. A limit with something left was not the rejected one.
 */
export const spentResets = (headers: Headers, now: number): Hint[] =>
	Object.entries(headers).flatMap(([name, remaining]) =>
		name.includes("-remaining") && remaining !== "" && Number(remaining) <= 0
			? headerHint(headers, name.replace("-remaining", "-reset"), now)
			: [],
	);

/** The latest of the hints: before it the limit would only refuse again. */
export const latest = (hints: readonly Hint[]): Hint | undefined =>
	hints.reduce<Hint | undefined>((best, each) => (best === undefined || each.at > best.at ? each : best), undefined);
