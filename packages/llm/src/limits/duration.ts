/**
 * Times as providers write them. Everything comes back as an instant (ms since the epoch) or as `undefined` where it says nothing: a time that is
 * past, zero, malformed or further away than any real window is no information.
 */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The longest window a provider has is a month; later is an error or a sentinel. */
const furthest = 40 * day;

/** Bare numbers above these are instants, not waits. */
const unixSeconds = 1e9;
const unixMilliseconds = 1e12;

const duration = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,12}(?:\.\d{1,12})?)s)?(?:(\d{1,15}(?:\.\d{1,12})?)ms)?$/;
const number = /^\d{1,16}(?:\.\d{1,12})?$/;
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|z|[+-]\d\d:\d\d)?$/;
/** The three forms of RFC 9110 section 5.6.7; the last one names no zone and means GMT. */
const httpDate =
	/^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/** `1h2m3s`, `6m0s`, `479.4ms`, `34.07s`: milliseconds. */
export function parseDuration(text: string): number | undefined {
	const match = duration.exec(text);
	if (match === null || text === "") return undefined;
	const [, d = 0, h = 0, m = 0, s = 0, ms = 0] = match;
	return Number(d) * day + Number(h) * hour + Number(m) * minute + Number(s) * second + Number(ms);
}

/** The instant `ms` from now. */
export const after = (ms: number, now: number): number | undefined => credible(now + ms, now);

/** The instant a text names: a duration, a bare number (seconds from now, or unix seconds or milliseconds), an RFC 3339 or an HTTP date. */
export function parseTime(text: string, now: number): number | undefined {
	const value = text.trim();
	if (number.test(value)) return fromNumber(Number(value), now);
	const wait = parseDuration(value);
	if (wait !== undefined) return after(wait, now);
	const stamp = rfc3339.exec(value);
	if (stamp !== null) return credible(Date.parse(stamp[1] === undefined ? `${value.replace(" ", "T")}Z` : value), now);
	if (httpDate.test(value)) return credible(Date.parse(value.endsWith("GMT") ? value : `${value} GMT`), now);
	return undefined;
}

export function fromNumber(value: number, now: number): number | undefined {
	if (value > unixMilliseconds) return credible(value, now);
	if (value > unixSeconds) return credible(value * second, now);
	return after(value * second, now);
}

/** The instant, rounded up to a millisecond, if it lies ahead and within reach. */
function credible(at: number, now: number): number | undefined {
	return at > now && at <= now + furthest ? Math.ceil(at) : undefined;
}

/** 00:00 UTC on the first of the next month, when monthly caps begin anew. */
export function nextMonth(now: number): number {
	const date = new Date(now);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Made at its first use: time zone data is slow to load, and most processes never need it. */
let pacificClock: Intl.DateTimeFormat | undefined;

/** The next midnight in California, when Google's daily quotas begin anew. */
export function nextPacificMidnight(now: number): number {
	const guess = now - timeOfDay(now) + day;
	// A day with a change of clocks has 23 or 25 hours: the guess is then an hour off, on one side or the other.
	const off = timeOfDay(guess);
	return off === 0 ? guess : guess - (off > day / 2 ? off - day : off);
}

/** Milliseconds since midnight on a clock in California. */
function timeOfDay(at: number): number {
	pacificClock ??= new Intl.DateTimeFormat("en-US", {
		timeZone: "America/Los_Angeles",
		hourCycle: "h23",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	});
	const parts = pacificClock.formatToParts(at);
	const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
	return part("hour") * hour + part("minute") * minute + part("second") * second + (at % second);
}
