import { expect, test } from "vitest";
import { frameText } from "./frame-text.ts";

const read = frameText("text", "thinking");
const textOf = (data: string): string => read({ event: "", data });

test.each([
	['{"delta":{"text":"Hello"}}', "Hello"],
	['{"text" : "a","x":{"thinking":"b"}}', "ab"],
	['{"text":"say \\"text\\":\\"no\\""}', 'say \\"text\\":\\"no\\"'],
	['{"text":"back\\\\","other":"x"}', "back\\\\"],
	['{"text":null,"text2":"x","other":"text"}', ""],
	['{"text":"cut off', "cut off"],
	["[DONE]", ""],
])("%s", (data, text) => {
	expect(textOf(data)).toBe(text);
});
