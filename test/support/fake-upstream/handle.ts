import { setTimeout as wait } from "node:timers/promises";
import { answer } from "./answer.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import type { Dialect } from "./dialect.ts";
import { gemini } from "./gemini.ts";
import type { JsonObject } from "./json.ts";
import { openaiChat } from "./openai-chat.ts";
import { cut, type Responding, sendBody, sendFrames } from "./respond.ts";

export interface Endpoint {
	readonly dialect: Dialect;
	readonly kind: "chats" | "models";
}

/** Which vendor is meant: `/v1/models` is shared, and the header `anthropic-version` tells. */
export function endpointOf(method: string, path: string, hasAnthropicVersion: boolean): Endpoint | undefined {
	if (method === "POST") {
		if (path.endsWith("/chat/completions")) return { dialect: openaiChat, kind: "chats" };
		if (path.endsWith("/v1/messages")) return { dialect: anthropicMessages, kind: "chats" };
		if (/\/v1(beta)?\/models\/.+:(streamGenerateContent|generateContent)$/.test(path)) return { dialect: gemini, kind: "chats" };
	}
	if (method === "GET") {
		if (path.endsWith("/v1beta/models")) return { dialect: gemini, kind: "models" };
		if (path.endsWith("/models")) return { dialect: hasAnthropicVersion ? anthropicMessages : openaiChat, kind: "models" };
	}
	return undefined;
}

export interface Answering {
	readonly to: Responding;
	readonly endpoint: Endpoint;
	readonly body: JsonObject;
	readonly url: URL;
	/** Model ids served; undefined means any. */
	readonly models: readonly string[] | undefined;
	readonly pieces: number | undefined;
}

/** What is wrong with a chat request, in the vendor's way; undefined when nothing is. */
function fault({ to, endpoint, url, models }: Answering, model: string, stream: boolean): { status: number; message?: string } | undefined {
	const { dialect } = endpoint;
	if (dialect.id === "anthropic-messages" && !to.call.headers["anthropic-version"]) {
		return { status: 400, message: "anthropic-version: header is required" };
	}
	if (dialect.id === "gemini" && stream && url.searchParams.get("alt") !== "sse") {
		return { status: 400, message: "This fake streams with alt=sse only." };
	}
	if (models !== undefined && !models.includes(model)) return { status: 404 };
	return undefined;
}

/** Answers one authenticated call by its behaviour. */
export async function handle(answering: Answering): Promise<void> {
	const { to, endpoint, body, url } = answering;
	const { dialect } = endpoint;
	const { behaviour } = to;
	if (behaviour.hang) return;
	if (behaviour.refuse) return cut(to);
	if (behaviour.delayMs) await wait(behaviour.delayMs);
	if (to.over.aborted) return;
	if (behaviour.status !== undefined) return sendBody(to, behaviour.status, behaviour.body ?? dialect.error(behaviour.status));
	if (endpoint.kind === "models") return sendBody(to, 200, dialect.models(answering.models ?? dialect.defaultModels));

	const prompt = dialect.readPrompt(body, url);
	const wrong = fault(answering, prompt.model, prompt.stream);
	if (wrong) return sendBody(to, wrong.status, dialect.error(wrong.status, wrong.message));
	if (behaviour.firstEventError !== undefined) return sendFrames(to, [dialect.errorFrame(behaviour.firstEventError)]);
	const said = answer(prompt, { serial: to.serial, ...(answering.pieces === undefined ? {} : { pieces: answering.pieces }) });
	if (prompt.stream) return sendFrames(to, behaviour.frames ?? dialect.frames(said, prompt));
	return sendBody(to, 200, behaviour.body ?? dialect.whole(said));
}
