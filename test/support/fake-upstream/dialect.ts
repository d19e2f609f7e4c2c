import type { IncomingHttpHeaders } from "node:http";
import type { Answer, Prompt } from "./answer.ts";
import type { Embedded } from "./embeddings.ts";
import type { JsonObject } from "./json.ts";

/** One vendor's way to say things on the wire (shapes: facts of OpenAI, Anthropic, Google). */
export interface Dialect {
	readonly id: "openai-chat" | "openai-responses" | "anthropic-messages" | "gemini";
	/** The API key as this vendor takes it, empty when there is none. */
	keyOf(headers: IncomingHttpHeaders, url: URL): string;
	readPrompt(body: JsonObject, url: URL): Prompt;
	/** What the vendor would refuse with 400, in its words. */
	check(body: JsonObject, prompt: Prompt): readonly string[];
	/** The non-streamed answer. */
	whole(answer: Answer): JsonObject;
	/** The streamed answer: each string is one whole frame as it goes on the wire. */
	frames(answer: Answer, prompt: Prompt): readonly string[];
	/** The vendor's error body for a status. */
	error(status: number, message?: string): JsonObject;
	/** An error inside a stream whose status was 200, as one frame. */
	errorFrame(message: string): string;
	/** The answer to a count of tokens, where the vendor has such a call. */
	count?(body: JsonObject): JsonObject;
	/** The answer to a request for embeddings, where the vendor has them. */
	embed?(body: JsonObject, url: URL): Embedded;
	models(ids: readonly string[]): JsonObject;
	readonly defaultModels: readonly string[];
	/** How a key that is not known is refused: Google says 400. */
	readonly badKey: { readonly status: number; readonly body: JsonObject };
	/** Headers of every answer. */
	headers(serial: number): Readonly<Record<string, string>>;
}

/** How many words a JSON text has, as the fake counts tokens. */
export const words = (body: JsonObject): number => JSON.stringify(body).match(/\w+/g)?.length ?? 0;

export const dataFrame = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

export const bearer = (headers: IncomingHttpHeaders): string => (headers.authorization ?? "").replace(/^Bearer /i, "");
