import type { ChatRequest, Message, ToolResultPart, UserPart } from "./request.ts";
import type { ChatResponse } from "./response.ts";

type Part = Message["content"][number] | ToolResultPart["content"][number];

const perMessage = 4;
const perImage = 1500;
const perFile = 3000;

/** About how many tokens a request has: four letters of Latin script or one of another are one, an image 1,500, a file 3,000. */
export function estimateTokens({ messages, tools, responseFormat }: ChatRequest): number {
	const said = messages.reduce(
		(sum, { content }) => sum + perMessage + content.reduce((tokens: number, part: Part) => tokens + ofPart(part), 0),
		0,
	);
	const offered = tools.length > 0 ? estimateText(JSON.stringify(tools)) : 0;
	const format = responseFormat?.type === "json-schema" ? estimateText(JSON.stringify(responseFormat.schema)) : 0;
	return Math.max(1, Math.ceil(said + offered + format));
}

/** About how many tokens an answer has. */
export const estimateAnswer = ({ content }: Pick<ChatResponse, "content">): number =>
	content.reduce((tokens, part) => tokens + ofPart(part), 0);

function ofPart(part: Part): number {
	switch (part.type) {
		case "text":
		case "refusal":
		case "reasoning":
			return estimateText(part.text);
		case "tool-call":
			return estimateText(part.name) + estimateText(part.arguments);
		case "tool-result":
			return part.content.reduce((sum, inner) => sum + ofPart(inner), 0);
		default:
			return ofMedia(part);
	}
}

const ofMedia = ({ type }: Exclude<UserPart, { type: "text" }>): number => (type === "image" ? perImage : perFile);

/** The last letter of extended Latin. */
const lastLatin = 0x24f;

/** About how many tokens a text has; with fractions, so that those of its pieces add up. */
export function estimateText(text: string): number {
	let others = 0;
	for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > lastLatin) others++;
	return (text.length - others) / 4 + others;
}
