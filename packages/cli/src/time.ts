const units = [
	["d", 86_400],
	["h", 3_600],
	["min", 60],
	["s", 1],
] as const;

/** A span in the largest unit that fits, rounded up: `45 s`, `4 min`, `2 h`. */
function span(seconds: number): string {
	const [unit, size] = units.find(([, size]) => seconds >= size) ?? ["s", 1];
	return `${Math.max(1, Math.ceil(seconds / size))} ${unit}`;
}

/** How far from now a time (ISO 8601) is: `in 4 min`, `2 h ago`; `-` for none. */
export function distance(time: string | null, now: number): string {
	if (time === null) return "-";
	const seconds = (Date.parse(time) - now) / 1000;
	return seconds > 0 ? `in ${span(seconds)}` : `${span(-seconds)} ago`;
}
