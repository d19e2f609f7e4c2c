import { expect, test } from "vitest";
import { clientProtocol, upstreamProtocol } from "./registry.ts";

test("each protocol answers to its own id", () => {
	for (const id of ["openai-chat", "anthropic-messages", "gemini"] as const) expect(upstreamProtocol(id).id).toBe(id);
	expect(clientProtocol("openai-chat").id).toBe("openai-chat");
});

test("a protocol that is not spoken is named", () => {
	expect(() => clientProtocol("gemini")).toThrow("gemini");
});
