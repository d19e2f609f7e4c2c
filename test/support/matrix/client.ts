import type { JsonObject } from "../fake-upstream/json.ts";
import type { Asked } from "./asked.ts";
import type { Reading } from "./reading.ts";

/** One protocol as a client writes and reads it, by its vendor's documentation and without the gateway's code. */
export interface MatrixClient {
	readonly id: "openai-chat" | "openai-responses" | "anthropic-messages" | "gemini";
	path(model: string, stream: boolean): string;
	body(asked: Asked, model: string, stream: boolean): JsonObject;
	read(answer: string, streamed: boolean): Reading;
}
