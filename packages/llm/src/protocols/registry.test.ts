import { expect, test } from "vitest";
import type { ProtocolId } from "./protocol.ts";
import { clientProtocol, upstreamProtocol } from "./registry.ts";

test("each protocol answers to its own id", () => {
	for (const id of ["openai-chat", "openai-responses", "anthropic-messages", "gemini"] as const) {
		expect(upstreamProtocol(id).id).toBe(id);
		expect(clientProtocol(id).id).toBe(id);
	}
});

test("a protocol that is not spoken is named", () => {
	expect(() => clientProtocol("smoke-signals" as ProtocolId)).toThrow("smoke-signals");
});
