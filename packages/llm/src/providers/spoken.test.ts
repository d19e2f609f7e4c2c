import { expect, test } from "vitest";
import { anthropic } from "./anthropic.ts";
import { openai } from "./openai.ts";
import { customProvider } from "./registry.ts";
import { speaking } from "./spoken.ts";

test("a client's own protocol where the provider speaks it, else the provider's first", () => {
	expect(speaking(openai, "gpt-6.1-sol", "openai-responses").protocol).toBe("openai-responses");
	expect(speaking(openai, "gpt-6.1-sol", "openai-chat")).toBe(openai);
	expect(speaking(openai, "gpt-6.1-sol", "gemini")).toBe(openai);
	expect(speaking(openai, "gpt-5.3-codex", "openai-chat").protocol).toBe("openai-responses");
	expect(speaking(openai, "gpt-5.3-codex-2026-02-05", "gemini").protocol).toBe("openai-responses");
	expect(speaking(anthropic, "claude-sonnet-5-5", "openai-responses")).toBe(anthropic);
});

test("a custom provider speaks the one protocol it was made with", () => {
	const custom = customProvider({ id: "mine", protocol: "openai-responses", baseUrl: "https://x.example" });

	for (const client of ["openai-chat", "openai-responses"] as const) expect(speaking(custom, "m", client)).toBe(custom);
});
