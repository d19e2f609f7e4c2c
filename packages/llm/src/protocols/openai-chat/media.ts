import { defined } from "../../chat/json.ts";
import type { AudioPart, FilePart, ImagePart, JsonObject, MediaSource } from "../../chat/request.ts";
import { InvalidRequest } from "../protocol.ts";

/** Images, files and sound: in this format bytes stand in `data:` URLs (RFC 2397), or bare for sound. */

const dataUrl = /^data:([^;,]*)((?:;[^;,]*)*),/i;
const scheme = /^[a-z][a-z0-9+.-]*:/i;

/** @param path of the field, for the error */
export function parseUrl(url: string, path: string): MediaSource {
	const match = dataUrl.exec(url);
	if (match !== null) {
		const [head, mediaType = "", parameters = ""] = match;
		if (!/;base64$/i.test(parameters)) throw new InvalidRequest(path, `Invalid value for '${path}': a data URL must be base64-encoded`);
		if (mediaType === "") throw new InvalidRequest(path, `Invalid value for '${path}': the data URL names no media type`);
		return { kind: "base64", mediaType: mediaType.toLowerCase(), data: url.slice(head.length) };
	}
	if (!scheme.test(url) || /^data:/i.test(url))
		throw new InvalidRequest(path, `Invalid value for '${path}': expected an http(s) URL or a base64 data URL`);
	return { kind: "url", url };
}

interface FileBody {
	readonly file_data?: string | null | undefined;
	readonly file_id?: string | null | undefined;
	readonly filename?: string | null | undefined;
}

export function parseFile({ file_data, file_id, filename }: FileBody, path: string): FilePart {
	return defined({ type: "file" as const, source: fileSource(), filename: filename ?? undefined });

	function fileSource(): MediaSource {
		if (file_id) return { kind: "id", id: file_id };
		if (!file_data) throw new InvalidRequest(path, `Invalid value for '${path}': expected file_data or file_id`);
		if (scheme.test(file_data)) return parseUrl(file_data, `${path}.file_data`);
		// Bare base64 is taken too; PDF is what this part was made for.
		return { kind: "base64", mediaType: "application/pdf", data: file_data };
	}
}

export const parseAudio = ({ data, format }: { readonly data: string; readonly format: string }): AudioPart => ({
	type: "audio",
	source: { kind: "base64", mediaType: `audio/${format}`, data },
});

export const buildImage = ({ source, detail, path }: ImagePart): JsonObject => ({
	type: "image_url",
	image_url: defined({ url: source.kind === "url" ? source.url : inline(source, "image", path), detail }),
});

export const buildFile = ({ source, filename, path }: FilePart): JsonObject => ({
	type: "file",
	file: source.kind === "id" ? defined({ file_id: source.id, filename }) : defined({ file_data: inline(source, "file", path), filename }),
});

/** RFC names that differ from the two formats this part knows. */
const formats: Readonly<Record<string, string>> = { "audio/mpeg": "mp3", "audio/x-wav": "wav" };

export function buildAudio({ source, path }: AudioPart): JsonObject {
	if (source.kind !== "base64") throw inexpressible("sound by reference", path);
	return {
		type: "input_audio",
		input_audio: { data: source.data, format: formats[source.mediaType] ?? source.mediaType.replace(/^audio\//, "") },
	};
}

function inline(source: MediaSource, what: string, path: string | undefined): string {
	if (source.kind !== "base64") throw inexpressible(source.kind === "id" ? `${what} by id` : `${what} by URL`, path);
	return `data:${source.mediaType};base64,${source.data}`;
}

const inexpressible = (what: string, path = "messages"): InvalidRequest =>
	new InvalidRequest(path, `The target's format has no ${what}: send the bytes inline`, "unsupported_parameter");
