import { defined } from "../../chat/json.ts";
import type { AudioPart, FilePart, ImagePart, MediaSource } from "../../chat/request.ts";
import type { MediaBody } from "./schema.ts";

/** An image, file or sound; undefined when the part holds none. */
export function parseMedia({ inlineData, fileData }: MediaBody, path: string): ImagePart | FilePart | AudioPart | undefined {
	if (inlineData) {
		const { mimeType, data, displayName } = inlineData;
		return mediaPart({ kind: "base64", mediaType: mimeType, data }, mimeType, { filename: displayName ?? undefined, path });
	}
	if (!fileData) return undefined;
	const { fileUri, mimeType } = fileData;
	return mediaPart({ kind: "url", url: fileUri, ...(mimeType && { mediaType: mimeType }) }, mimeType ?? "", { path });
}

interface About {
	readonly filename?: string | undefined;
	readonly path: string;
}

function mediaPart(source: MediaSource, mediaType: string, { filename, path }: About): ImagePart | FilePart | AudioPart {
	if (mediaType.startsWith("image/")) return { type: "image", source, path };
	if (mediaType.startsWith("audio/")) return { type: "audio", source, path };
	return defined({ type: "file" as const, source, filename, path });
}
