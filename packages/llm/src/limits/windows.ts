import { parseTime } from "./duration.ts";

/** How much of a limit is used, as an answer tells it, whether it succeeded or not. */
export interface QuotaWindow {
	/** `5h`, `7d`, `7d_opus`, `requests/minute`, `tokens`, …: a name within one account. */
	readonly window: string;
	/** 0 to 100, above where the provider lets it. */
	readonly usedPercent: number;
	/** ms, null when the provider does not say. */
	readonly resetsAt: number | null;
	/** Its length; null when the provider does not say. */
	readonly minutes: number | null;
}

type Headers = Readonly<Record<string, string>>;

/**
 * Every window in the headers of an answer (names in lower case): Anthropic's unified windows of subscriptions and its limits by the minute,
 * Codex's meters, and `x-ratelimit-*` as OpenAI and many others have it. What cannot be read is left out; never throws.
 */
export function quotaWindows(headers: Headers, now: number): QuotaWindow[] {
	return Object.keys(headers).flatMap((name) => {
		const found = unified(headers, name, now) ?? codex(headers, name, now) ?? remaining(headers, name, now);
		return found === undefined ? [] : [found];
	});
}

const minutesOf: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, minute: 1, hour: 60, day: 1440 };

/** `anthropic-ratelimit-unified-5h-utilization: 0.42` and its `-reset`. */
function unified(headers: Headers, name: string, now: number): QuotaWindow | undefined {
	const match = /^anthropic-ratelimit-unified-((\d{1,3})([hdm])(?:_\w{1,30})?)-utilization$/.exec(name);
	const share = numberIn(headers[name]);
	if (match === null || share === undefined) return undefined;
	const [, window = "", count, unit = ""] = match;
	const resetsAt = timeIn(headers[`anthropic-ratelimit-unified-${window}-reset`], now);
	return { window, usedPercent: rounded(share * 100), resetsAt, minutes: Number(count) * (minutesOf[unit] ?? 0) };
}

/** `x-codex-primary-used-percent` with `-window-minutes` and `-reset-at`; other meters have their own name in the place of `codex`. */
function codex(headers: Headers, name: string, now: number): QuotaWindow | undefined {
	const match = /^x-([\w-]{1,40})-(primary|secondary)-used-percent$/.exec(name);
	const used = numberIn(headers[name]);
	if (match === null || used === undefined) return undefined;
	const [, meter = "", place = ""] = match;
	const prefix = `x-${meter}-${place}`;
	const minutes = numberIn(headers[`${prefix}-window-minutes`]) ?? null;
	const reset = ["reset-at", "reset-after-seconds", "resets-in-seconds"].map((suffix) => timeIn(headers[`${prefix}-${suffix}`], now));
	const window = minutes === null ? place : lengthName(minutes);
	return {
		window: meter === "codex" ? window : `${meter} ${window}`,
		usedPercent: rounded(used),
		resetsAt: reset.find((at) => at !== null) ?? null,
		minutes,
	};
}

/** `x-ratelimit-remaining-requests` (or `-tokens-minute`), `anthropic-ratelimit-input-tokens-remaining`, with `-limit` and `-reset` beside. */
function remaining(headers: Headers, name: string, now: number): QuotaWindow | undefined {
	const usual = /^x-ratelimit-remaining-((?:requests|tokens)(?:-(minute|hour|day))?)$/.exec(name);
	const anthropic = /^anthropic-ratelimit-((?:input-|output-)?tokens|requests)-remaining$/.exec(name);
	const left = numberIn(headers[name]);
	const limit = numberIn(headers[name.replace("remaining", "limit")]);
	if ((usual ?? anthropic) === null || left === undefined || limit === undefined || limit <= 0) return undefined;
	const span = anthropic ? "minute" : usual?.[2];
	const what = (usual ?? anthropic)?.[1]?.replace(/-(minute|hour|day)$/, "") ?? "";
	return {
		window: span === undefined ? what : `${what}/${span}`,
		usedPercent: rounded(Math.max(0, (1 - left / limit) * 100)),
		resetsAt: timeIn(headers[name.replace("remaining", "reset")], now),
		minutes: span === undefined ? null : (minutesOf[span] ?? null),
	};
}

const lengthName = (minutes: number): string =>
	minutes % 1440 === 0 ? `${minutes / 1440}d` : minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;

const numberIn = (text: string | undefined): number | undefined =>
	text !== undefined && /^\s*\d{1,15}(\.\d{1,15})?\s*$/.test(text) ? Number(text) : undefined;

const timeIn = (text: string | undefined, now: number): number | null => (text === undefined ? null : (parseTime(text, now) ?? null));

const rounded = (percent: number): number => Math.round(Math.min(percent, 1000) * 10) / 10;
