import type { ChatRequest } from "../../packages/llm/src/chat/request.ts";

/** The request as it was said, without the places in the client's body that errors name. */
export const withoutPlaces = (request: ChatRequest): ChatRequest =>
	JSON.parse(JSON.stringify(request, (name, value: unknown) => (name === "path" ? undefined : value)));
