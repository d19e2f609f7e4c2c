import type { FilePart, ImagePart, JsonObject, MediaSource } from "../../chat/request.ts";
import type { ContentPart } from "../loss.ts";

const imageTypes = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);
const pdf = "application/pdf";

const typeOf = (mediaType: string): string => {
	const bare = (mediaType.split(";")[0] ?? "").trim().toLowerCase();
	return bare === "image/jpg" ? "image/jpeg" : bare;
};

const isText = (type: string): boolean => type.startsWith("text/") || type === "application/json" || type === "application/xml";

/** Why Anthropic cannot take a part, undefined when it can. */
export function mediaProblem(part: ContentPart): string | undefined {
	if (part.type === "audio") return "Claude takes no audio input";
	if (part.type !== "image" && part.type !== "file") return undefined;
	const { source } = part;
	if (source.kind === "id") return "A file id means nothing at another provider: send the file's data inline (base64)";
	if (source.kind === "base64" && source.data === "") return "The file is empty";
	if (source.kind === "url" && !/^https?:\/\//i.test(source.url))
		return "Only http and https URLs can be passed on: send the data inline (base64)";
	const type = source.mediaType === undefined ? undefined : typeOf(source.mediaType);
	if (type === undefined || imageTypes.has(type)) return undefined;
	if (part.type === "file" && (type === pdf || (source.kind === "base64" && isText(type)))) return undefined;
	return `Claude does not take ${type} here`;
}

/** The block for a part in which `mediaProblem` finds no fault. */
export function mediaBlock(part: ImagePart | FilePart): JsonObject {
	const { source } = part;
	const type = source.kind !== "id" && source.mediaType !== undefined ? typeOf(source.mediaType) : undefined;
	if (part.type === "image" || (type !== undefined && imageTypes.has(type))) return { type: "image", source: sourceOf(source) };
	const title = part.filename === undefined || part.filename.trim() === "" ? {} : { title: part.filename };
	return { type: "document", source: sourceOf(source), ...title };
}

function sourceOf(source: MediaSource): JsonObject {
	if (source.kind === "id") return { type: "file", file_id: source.id };
	if (source.kind === "url") return { type: "url", url: source.url };
	const type = typeOf(source.mediaType);
	if (isText(type)) return { type: "text", media_type: "text/plain", data: Buffer.from(source.data, "base64").toString("utf8") };
	return { type: "base64", media_type: type, data: source.data };
}
