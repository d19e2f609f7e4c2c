import { type Change, set, type Value } from "./store.ts";

/** A change for each field that is given; `inside` is the map they live in. */
export const setFields = (fields: Readonly<Record<string, Value | undefined>>, inside?: string): Change[] =>
	Object.entries(fields).flatMap(([name, value]) =>
		value === undefined ? [] : [set(inside === undefined ? [name] : [inside, name], value)],
	);
