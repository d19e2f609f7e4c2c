const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A wait in as few characters as tell it: `0:07`, `4:12`, `2 h 05 min`, `3 d 4 h`. Never negative. */
export function waitText(ms: number): string {
	const left = Math.max(0, ms);
	const two = (value: number): string => String(value).padStart(2, "0");
	if (left < hour) return `${Math.floor(left / minute)}:${two(Math.floor((left % minute) / second))}`;
	if (left < day) return `${Math.floor(left / hour)} h ${two(Math.floor((left % hour) / minute))} min`;
	return `${Math.floor(left / day)} d ${Math.floor((left % day) / hour)} h`;
}

/** How long ago something was: `now`, `40 s ago`, `5 min ago`, `3 h ago`, `2 d ago`. */
export function agoText(ms: number): string {
	if (ms < 5 * second) return "just now";
	if (ms < minute) return `${Math.floor(ms / second)} s ago`;
	if (ms < hour) return `${Math.floor(ms / minute)} min ago`;
	if (ms < 2 * day) return `${Math.floor(ms / hour)} h ago`;
	return `${Math.floor(ms / day)} d ago`;
}

/** How long something took: `84 ms`, `1.2 s`, `2 min 5 s`. */
export function tookText(ms: number): string {
	if (ms < second) return `${Math.round(ms)} ms`;
	if (ms < minute) return `${(ms / second).toFixed(1)} s`;
	return `${Math.floor(ms / minute)} min ${Math.round((ms % minute) / second)} s`;
}

/** The instant in the reader's own zone and words. */
export const fullTime = (iso: string): string => new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** An instant as a `datetime-local` input shows it, in the reader's zone: `2026-11-22T14:05`. */
export function inputTimeOf(iso: string): string {
	const time = new Date(iso);
	return new Date(time.getTime() - time.getTimezoneOffset() * minute).toISOString().slice(0, 16);
}

/** The instant that a `datetime-local` input means, as ISO 8601 UTC. */
export const instantOf = (inputTime: string): string => new Date(inputTime).toISOString();
