import { defined } from "../../chat/json.ts";
import type { AudioPart, FilePart, ImagePart, MediaSource } from "../../chat/request.ts";
import type { MediaBody } from "./schema.ts";

/** An image, file or sound; undefined when the part holds none. */
export function parseMedia({ inlineData, fileData }: MediaBody): ImagePart | FilePart | AudioPart | undefined {
	if (inlineData) {
		const { mimeType, data, displayName } = inlineData;
		return mediaPart({ kind: "base64", mediaType: mimeType, data }, mimeType, displayName ?? undefined);
	}
	if (!fileData) return undefined;
	const { fileUri, mimeType } = fileData;
	return mediaPart({ kind: "url", url: fileUri, ...(mimeType && { mediaType: mimeType }) }, mimeType ?? "", undefined);
}

function mediaPart(source: MediaSource, mediaType: string, filename: string | undefined): ImagePart | FilePart | AudioPart {
	if (mediaType.startsWith("image/")) return { type: "image", source };
	if (mediaType.startsWith("audio/")) return { type: "audio", source };
	return defined({ type: "file" as const, source, filename });
}
