import type { Json } from "./request.ts";

/** Levels of arrays and objects in one another: far above what anyone means, far below where recursion ends. */
const maxDepth = 500;

/** True when a value is nested deeper than can be handed on. Without recursion itself. */
export function isTooDeep(value: Json, levels = maxDepth): boolean {
	let level: Json[] = [value];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth >= levels) return true;
		level = level.flatMap(inside);
	}
	return false;
}

const inside = (value: Json): Json[] =>
	typeof value === "object" && value !== null ? (Array.isArray(value) ? value : Object.values(value)).filter(isNested) : [];

const isNested = (value: Json): boolean => typeof value === "object" && value !== null;
