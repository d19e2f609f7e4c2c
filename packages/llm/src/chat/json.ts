import type { Json, JsonObject } from "./request.ts";

/** Lenient readers for what providers send: the value when it has the type, else undefined; never a throw. */

export function parseJson(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined;
	}
}

export const objectOf = (value: Json | undefined): JsonObject | undefined =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;

export const arrayOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** The objects of a list; what else is in it is left out. */
export const objectsOf = (value: Json | undefined): readonly JsonObject[] =>
	arrayOf(value)
		.map(objectOf)
		.filter((each) => each !== undefined);

export const stringOf = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);

export const numberOf = (value: Json | undefined): number | undefined =>
	typeof value === "number" && Number.isFinite(value) ? value : undefined;

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
	[K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same object without its undefined members, so that `field?: T` may be written as `field: maybe`. */
export function defined<T extends object>(fields: T): Defined<T> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
