import type { FilePart, ImagePart, MediaSource, TextPart } from "../../chat/request.ts";
import type { ResultBlockBody, SourceBody } from "./schema.ts";

export type MaterialPart = TextPart | ImagePart | FilePart;
/** What a block says that a user or a tool may say; undefined when the hub has no word for it. */
export function parseMaterial(block: ResultBlockBody): readonly MaterialPart[] | undefined {
	switch (block.type) {
		case "text":
			return [{ type: "text", text: block.text }];
		case "image": {
			const source = mediaSource(block.source);
			return source && [{ type: "image", source }];
		}
		case "document":
			return parseDocument(block.source, block.title ?? undefined);
		case "search_result":
			return [{ type: "text", text: [`${block.title} (${block.source})`, ...block.content.map(({ text }) => text)].join("\n") }];
		default:
			return undefined;
	}
}

function parseDocument(body: SourceBody, title: string | undefined): readonly MaterialPart[] | undefined {
	if (body.type === "content") {
		if (typeof body.content === "string") return [{ type: "text", text: body.content }];
		return body.content.flatMap((inner) => parseMaterial(inner) ?? []);
	}
	const source = mediaSource(body, "application/pdf");
	return source && [{ type: "file", source, ...(title && { filename: title }) }];
}

/** @param usualType what stands behind a URL, which names no type */
function mediaSource(source: SourceBody, usualType?: string): MediaSource | undefined {
	switch (source.type) {
		case "base64":
			return { kind: "base64", mediaType: source.media_type, data: source.data };
		case "url":
			return { kind: "url", url: source.url, ...(usualType && { mediaType: usualType }) };
		case "file":
			return { kind: "id", id: source.file_id };
		case "text":
			return { kind: "base64", mediaType: "text/plain", data: Buffer.from(source.data).toString("base64") };
		default:
			return undefined;
	}
}
