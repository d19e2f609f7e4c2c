import { clientProtocol } from "@smart-router/llm/protocols/registry.ts";
import { describe, expect, test } from "vitest";
import { sessionOf } from "./session.ts";

const anthropic = clientProtocol("anthropic-messages");
const openai = clientProtocol("openai-chat");
const asked = (headers: Record<string, string>, chat: { cacheKey?: string; userId?: string } = {}, client = openai) =>
	sessionOf({ client, clientHeaders: headers, chat });

describe("the session of a request", () => {
	test.each([
		["x-claude-code-session-id", { "x-claude-code-session-id": " s1 ", "session-id": "s2" }, "s1"],
		["session-id", { "session-id": "s2", "x-session-id": "s3" }, "s2"],
		["session_id", { session_id: "s4" }, "s4"],
		["x-session-id", { "x-session-id": "s3" }, "s3"],
	])("is told by %s", (_name, headers, session) => {
		expect(asked(headers, { cacheKey: "cache" })).toBe(session);
	});

	test("else by the prompt cache key, and by Anthropic's user id only in its session part", () => {
		const session = "0b9c1a3e-aaaa-bbbb-cccc-0123456789ab";

		expect(asked({ "x-session-id": "  " }, { cacheKey: "cache" })).toBe("cache");
		expect(asked({}, { userId: `user_ab12_account__session_${session}` }, anthropic)).toBe(session);
		expect(asked({}, { userId: `{"device_id":"d","account_uuid":"","session_id":"${session}"}` }, anthropic)).toBe(session);
	});

	test("is never a user", () => {
		expect(asked({}, { userId: "user_1" }, anthropic)).toBeUndefined();
		expect(asked({}, { userId: "user_1_session_2" })).toBeUndefined();
		expect(asked({})).toBeUndefined();
	});
});
