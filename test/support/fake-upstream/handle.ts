import { setTimeout as wait } from "node:timers/promises";
import { answer, type Prompt } from "./answer.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import type { Dialect } from "./dialect.ts";
import { gemini } from "./gemini.ts";
import type { JsonObject } from "./json.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import { cut, type Responding, sendBody, sendFrames } from "./respond.ts";

export interface Endpoint {
	readonly dialect: Dialect;
	readonly kind: "chats" | "models" | "counts" | "embeddings";
}

/** Which vendor is meant: `/v1/models` is shared, and the header `anthropic-version` tells. */
export function endpointOf(method: string, path: string, hasAnthropicVersion: boolean): Endpoint | undefined {
	if (method === "POST") {
		if (path.endsWith("/chat/completions")) return { dialect: openaiChat, kind: "chats" };
		if (path.endsWith("/embeddings")) return { dialect: openaiChat, kind: "embeddings" };
		if (/\/v1(beta)?\/models\/.+:(embedContent|batchEmbedContents)$/.test(path)) return { dialect: gemini, kind: "embeddings" };
		if (path.endsWith("/responses")) return { dialect: openaiResponses, kind: "chats" };
		if (path.endsWith("/v1/messages")) return { dialect: anthropicMessages, kind: "chats" };
		if (path.endsWith("/v1/messages/count_tokens")) return { dialect: anthropicMessages, kind: "counts" };
		if (/\/v1(beta)?\/models\/.+:countTokens$/.test(path)) return { dialect: gemini, kind: "counts" };
		if (/\/v1(beta)?\/models\/.+:(streamGenerateContent|generateContent)$/.test(path)) return { dialect: gemini, kind: "chats" };
	}
	if (method === "GET") {
		if (path.endsWith("/v1beta/models")) return { dialect: gemini, kind: "models" };
		if (path.endsWith("/models")) return { dialect: hasAnthropicVersion ? anthropicMessages : openaiChat, kind: "models" };
	}
	return undefined;
}

/** How chats are answered, the same for all keys. */
export interface Serving {
	/** Model ids served; without it any is. */
	readonly models?: readonly string[];
	/** Answer chats with so many words, one a frame, instead of the echo. */
	readonly pieces?: number;
	/** Refuse with 400 what the vendor refuses (`test/support/vendor-rules`); false for a lenient look-alike. Default true. */
	readonly rules?: boolean;
	/** Refuse chats with 400 that ask for what it does not do: it `only` streams, or `never` does. */
	readonly streaming?: "only" | "never";
}

export interface Answering {
	readonly to: Responding;
	readonly endpoint: Endpoint;
	readonly body: JsonObject;
	/** Undefined when the call is no chat. */
	readonly prompt: Prompt | undefined;
	readonly url: URL;
	readonly serving: Serving;
}

/** What is wrong with a chat request, in the vendor's way; undefined when nothing is. */
function fault({ to, endpoint, url, body, serving }: Answering, prompt: Prompt): { status: number; message?: string } | undefined {
	const { dialect } = endpoint;
	if (dialect.id === "anthropic-messages" && !to.call.headers["anthropic-version"]) {
		return { status: 400, message: "anthropic-version: header is required" };
	}
	if (dialect.id === "gemini" && prompt.stream && url.searchParams.get("alt") !== "sse") {
		return { status: 400, message: "This fake streams with alt=sse only." };
	}
	if (serving.streaming !== undefined && prompt.stream !== (serving.streaming === "only")) {
		return { status: 400, message: prompt.stream ? "Streaming is not supported." : "Stream must be set to true." };
	}
	if (serving.models !== undefined && !serving.models.includes(prompt.model)) return { status: 404 };
	const violations = serving.rules === false ? [] : dialect.check(body, prompt);
	return violations.length > 0 ? { status: 400, message: violations.join("; ") } : undefined;
}

/** Answers one authenticated call by its behaviour. */
export async function handle(answering: Answering): Promise<void> {
	const { to, prompt, serving } = answering;
	const { dialect } = answering.endpoint;
	const { behaviour } = to;
	if (behaviour.hang) return;
	if (behaviour.refuse) return cut(to);
	if (behaviour.delayMs) await wait(behaviour.delayMs);
	if (to.over.aborted) return;
	if (behaviour.status !== undefined) return sendBody(to, behaviour.status, behaviour.body ?? dialect.error(behaviour.status));
	if (answering.endpoint.kind === "counts") return sendBody(to, 200, dialect.count?.(answering.body));
	if (answering.endpoint.kind === "embeddings") {
		const made = dialect.embed?.(answering.body, answering.url) ?? { status: 400, message: "No embeddings here." };
		return sendBody(to, made.status, made.status === 200 ? made.body : dialect.error(made.status, made.message));
	}
	if (!prompt) return sendBody(to, 200, dialect.models(serving.models ?? dialect.defaultModels));

	const wrong = fault(answering, prompt);
	if (wrong) return sendBody(to, wrong.status, dialect.error(wrong.status, wrong.message));
	if (behaviour.firstEventError !== undefined) return sendFrames(to, [dialect.errorFrame(behaviour.firstEventError)]);
	const said = answer(prompt, { serial: to.serial, pieces: serving.pieces });
	if (prompt.stream) return sendFrames(to, behaviour.frames ?? dialect.frames(said, prompt));
	return sendBody(to, 200, behaviour.body ?? dialect.whole(said));
}
