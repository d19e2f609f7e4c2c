import { arrayOf, objectOf, parseJson, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import type { PassedRequest, PassOptions } from "../protocol.ts";
import { isWrapped, mayHoldWrapped } from "../wrapped-signature.ts";
import { isGemini3 } from "./generation.ts";
import { sentinel } from "./signature.ts";

/** The client's body for a Google account: as it is, for the model stands in the address, and without proofs of another provider's reasoning in earlier turns. */
export function passRequest(rawBody: string, model: string, { bare = false }: PassOptions = {}): PassedRequest {
	const request = bare || mayHoldWrapped(rawBody) ? objectOf(parseJson(rawBody)) : undefined;
	if (request === undefined) return { body: rawBody, warnings: [] };
	const callsSigned = isGemini3({ id: model });
	const isGone = bare ? isSignature : isWrapped;
	const before = arrayOf(request.contents);
	const kept = before.flatMap((content) => without(isGone, content, callsSigned));
	const contents = bare && callsSigned ? kept.map(withSignedCall) : kept;
	if (bare && JSON.stringify(contents) === JSON.stringify(before)) return { body: rawBody, warnings: [] };
	if (bare) return { body: JSON.stringify({ ...request, contents }), warnings: [] };
	return { body: JSON.stringify({ ...request, contents }), warnings: ["dropped: reasoning that was not made by this provider"] };
}

type IsGone = (signature: string) => boolean;

const isSignature: IsGone = (signature) => signature !== "";

/** Google refuses contents without parts. */
function without(isGone: IsGone, value: Json, callsSigned: boolean): Json[] {
	const content = objectOf(value);
	if (!content || !Array.isArray(content.parts)) return [value];
	const parts = content.parts.flatMap((part) => barePart(isGone, objectOf(part) ?? {}, callsSigned));
	return parts.length === 0 && content.parts.length > 0 ? [] : [{ ...content, parts }];
}

function barePart(isGone: IsGone, part: JsonObject, callsSigned: boolean): JsonObject[] {
	if (!isGone(stringOf(part.thoughtSignature) ?? "")) return [part];
	const { thoughtSignature: _, ...bare } = part;
	if (part.thought === true) return [];
	return [part.functionCall !== undefined && callsSigned ? { ...bare, thoughtSignature: sentinel } : bare];
}

/** Gemini 3 refuses a step whose first call has no signature, which some clients lose. */
function withSignedCall(value: Json): Json {
	const content = objectOf(value);
	const parts = arrayOf(content?.parts).map((part) => objectOf(part) ?? {});
	const first = parts.findIndex(({ functionCall }) => functionCall !== undefined);
	const call = parts[first];
	if (!content || !call || call.thoughtSignature) return value;
	return { ...content, parts: parts.with(first, { ...call, thoughtSignature: sentinel }) };
}
