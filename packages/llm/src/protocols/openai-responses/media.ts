import { defined } from "../../chat/json.ts";
import type { FilePart, ImagePart, JsonObject, MediaSource } from "../../chat/request.ts";
import { parseUrl } from "../openai-chat/media.ts";
import { InvalidRequest } from "../protocol.ts";
import type { PartBody } from "./schema.ts";

/** Images and files: in this format bytes stand in `data:` URLs (RFC 2397), a file's also bare. */

/** @param path of the part, for the error */
export function parseImage({ image_url, file_id, detail }: Extract<PartBody, { type: "input_image" }>, path: string): ImagePart {
	return defined({ type: "image" as const, source: imageSource(), detail: detail ?? undefined });

	function imageSource(): MediaSource {
		if (file_id) return { kind: "id", id: file_id };
		if (image_url) return parseUrl(image_url, `${path}.image_url`);
		throw new InvalidRequest(path, `Invalid value for '${path}': expected image_url or file_id`);
	}
}

/** @param path of the part, for the error */
export function parseFile({ file_data, file_url, file_id, filename }: Extract<PartBody, { type: "input_file" }>, path: string): FilePart {
	return defined({ type: "file" as const, source: fileSource(), filename: filename ?? undefined });

	function fileSource(): MediaSource {
		if (file_id) return { kind: "id", id: file_id };
		if (file_url) return parseUrl(file_url, `${path}.file_url`);
		if (!file_data) throw new InvalidRequest(path, `Invalid value for '${path}': expected file_data, file_url or file_id`);
		if (/^data:/i.test(file_data)) return parseUrl(file_data, `${path}.file_data`);
		// Bare base64 is taken too; PDF is what this part was made for.
		return { kind: "base64", mediaType: "application/pdf", data: file_data };
	}
}

export const buildImage = ({ source, detail }: ImagePart): JsonObject =>
	defined({
		type: "input_image",
		...(source.kind === "id" ? { file_id: source.id } : { image_url: urlOf(source) }),
		detail: detail ?? "auto",
	});

export function buildFile({ source, filename }: FilePart): JsonObject {
	switch (source.kind) {
		case "id":
			return { type: "input_file", file_id: source.id };
		case "url":
			return { type: "input_file", file_url: source.url };
		case "base64":
			// Bytes without a name are refused.
			return { type: "input_file", filename: filename || nameFor(source.mediaType), file_data: urlOf(source) };
	}
}

const urlOf = (source: Exclude<MediaSource, { kind: "id" }>): string =>
	source.kind === "url" ? source.url : `data:${source.mediaType};base64,${source.data}`;

const nameFor = (mediaType: string): string => `file.${mediaType.split("/")[1] || "bin"}`;
