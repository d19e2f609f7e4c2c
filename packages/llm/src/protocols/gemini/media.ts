import type { AudioPart, FilePart, ImagePart, JsonObject } from "../../chat/request.ts";
import type { ContentPart } from "../loss.ts";

/** Addresses that Google reads by itself: its own uploaded files, Cloud Storage, and videos. */
const ownUrl = /^(https:\/\/generativelanguage\.googleapis\.com\/|gs:\/\/|https:\/\/(www\.)?youtube\.com\/|https:\/\/youtu\.be\/)/;

/** Why Gemini cannot take a part, undefined when it can. The gateway fetches no URL. */
export function mediaProblem(part: ContentPart): string | undefined {
	if (part.type !== "image" && part.type !== "file" && part.type !== "audio") return undefined;
	const { source } = part;
	if (source.kind === "id") return "A file id means nothing at another provider: send the file's data inline (base64)";
	if (source.kind === "url") return ownUrl.test(source.url) ? undefined : "Gemini does not read this URL: send the data inline (base64)";
	return source.data === "" ? "The file is empty" : undefined;
}

/** The part for one in which `mediaProblem` finds no fault. */
export function mediaPart({ source }: ImagePart | FilePart | AudioPart): JsonObject {
	if (source.kind === "base64") return { inlineData: { mimeType: source.mediaType, data: source.data } };
	if (source.kind === "id") return { fileData: { fileUri: source.id } };
	return { fileData: { ...(source.mediaType !== undefined && { mimeType: source.mediaType }), fileUri: source.url } };
}
