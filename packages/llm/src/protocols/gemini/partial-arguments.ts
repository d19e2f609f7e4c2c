import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/**
 * Adds pieces of arguments that Gemini streams (`functionCall.partialArgs`): each names a place by a JSONPath and brings a value, or more of a text.
 * Pieces that cannot be placed are passed over.
 */
export const withPieces = (args: JsonObject, pieces: Json | undefined): JsonObject =>
	arrayOf(pieces).reduce<JsonObject>((soFar, entry) => {
		const piece = objectOf(entry);
		const path = pathOf(stringOf(piece?.jsonPath) ?? "");
		const value = piece === undefined ? undefined : pieceValue(piece);
		if (path === undefined || value === undefined) return soFar;
		return objectOf(placed(soFar, path, value)) ?? soFar;
	}, args);

function pieceValue(piece: JsonObject): Json | undefined {
	if (Object.hasOwn(piece, "nullValue")) return null;
	return piece.stringValue ?? piece.numberValue ?? piece.boolValue;
}

type Path = readonly (string | number)[];

/** `$.a.b[0]['c d']` as its steps; undefined when it is anything more than names and numbers. */
function pathOf(jsonPath: string): Path | undefined {
	const grammar = /\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;
	if (!jsonPath.startsWith("$") || jsonPath.length > 4096) return undefined;
	const steps: (string | number)[] = [];
	grammar.lastIndex = 1;
	while (grammar.lastIndex < jsonPath.length) {
		const found = grammar.exec(jsonPath);
		if (found === null) return undefined;
		const [, name, place, single, double] = found;
		steps.push(place === undefined ? (name ?? (single ?? double ?? "").replaceAll(/\\(.)/g, "$1")) : Number(place));
	}
	return steps.length === 0 ? undefined : steps;
}

function placed(at: Json | undefined, [step, ...rest]: Path, value: Json): Json {
	if (step === undefined) return typeof at === "string" && typeof value === "string" ? at + value : value;
	if (typeof step === "string") {
		const object = objectOf(at) ?? {};
		const inner = Object.hasOwn(object, step) ? object[step] : undefined;
		return { ...object, [step]: placed(inner, rest, value) };
	}
	const list = Array.isArray(at) ? at : [];
	return step > list.length ? list : [...list.slice(0, step), placed(list[step], rest, value), ...list.slice(step + 1)];
}
