import { describe, expect, test } from "vitest";
import { readAnthropic, readChat, readGoogle, readResponses } from "../../../../test/support/vendor-sdks.ts";
import type { ChatResponse } from "../chat/response.ts";
import { streamOf } from "../chat/stream-of.ts";
import { clientProtocol } from "./registry.ts";

const answer: ChatResponse = {
	id: "resp_1",
	model: "m",
	created: 1,
	content: [
		{ type: "reasoning", text: "Hm." },
		{ type: "text", text: "Let me look." },
		{ type: "tool-call", id: "call_1", name: "get_weather", arguments: '{"city":"Oslo"}' },
	],
	finishReason: "tool-calls",
	rawFinishReason: "tool_calls",
	usage: { input: 5, output: 7, cachedInput: 0, cacheWriteInput: 0, reasoning: 2 },
};

const sdks = [
	["openai-chat", readChat],
	["openai-responses", readResponses],
	["anthropic-messages", readAnthropic],
	["gemini", readGoogle],
] as const;

describe.each(sdks)("what is said in the silence of %s", (id, read) => {
	test("is nothing to its vendor's SDK, wherever it stands", async () => {
		const client = clientProtocol(id);
		const builder = client.streamBuilder({ includeUsage: true, origin: { provider: "some" } });
		let state = builder.initial;
		const frames: string[] = [];
		for (const part of streamOf(answer)) {
			const [next, out] = builder.step(state, part);
			state = next;
			frames.push(...out);
		}
		frames.push(...builder.end(state));

		const quiet = await read(frames.join(""), true);
		const slow = await read(frames.flatMap((frame) => [frame, client.keepAlive, client.keepAlive]).join(""), true);

		expect(slow).toEqual(quiet);
		expect(slow).toMatchObject({ text: "Let me look.", calls: [{ name: "get_weather", input: { city: "Oslo" } }] });
	});
});
