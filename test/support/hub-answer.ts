import fc from "fast-check";
import type { AssistantPart, ReasoningPart } from "../../packages/llm/src/chat/request.ts";
import type { ChatResponse } from "../../packages/llm/src/chat/response.ts";

/** Any answer a provider may give, in the one form a stream tells it: no empty words, and no two texts of a kind behind one another. */

const words = fc.oneof(fc.constantFrom("Hello", " ", "\n\n", '"quoted" \\ {}', "«Ünï» 🌍", "\ud83c"), fc.string({ minLength: 1 }));

const text = words.map((value) => ({ type: "text" as const, text: value }));
const refusal = words.map((value) => ({ type: "refusal" as const, text: value }));

const plainReasoning = words.map((value): ReasoningPart => ({ type: "reasoning", text: value }));
const provedReasoning: fc.Arbitrary<ReasoningPart> = fc.oneof(
	fc.record({
		type: fc.constant("reasoning" as const),
		text: fc.oneof(fc.constant(""), words),
		signature: fc.base64String({ minLength: 4 }),
	}),
	fc.record(
		{
			type: fc.constant("reasoning" as const),
			text: fc.oneof(fc.constant(""), words),
			encrypted: fc.base64String({ minLength: 4 }),
			id: fc.constant("rs_1"),
		},
		{ requiredKeys: ["type", "text", "encrypted"] },
	),
);

const call = fc.record(
	{
		type: fc.constant("tool-call" as const),
		id: fc.uuid(),
		name: fc.constantFrom("get_weather", "search", "a-b"),
		arguments: fc.constantFrom("{}", "", '{"city":"Oslo"}', '{"broken":', "«🌍»"),
		signature: fc.base64String({ minLength: 4 }),
	},
	{ requiredKeys: ["type", "id", "name", "arguments"] },
);

const content = fc
	.array(fc.oneof<fc.Arbitrary<AssistantPart>[]>(text, refusal, plainReasoning, provedReasoning, call), { maxLength: 6 })
	.map((parts) => parts.filter((part, at) => (part.type !== "text" && part.type !== "refusal") || parts[at - 1]?.type !== part.type));

const count = fc.nat({ max: 100_000 });

export const hubAnswer: fc.Arbitrary<ChatResponse> = fc.record(
	{
		id: fc.constantFrom("resp_1", "msg_01AbC", "chatcmpl-9"),
		model: fc.constant("some-model"),
		created: fc.integer({ min: 1, max: 2_000_000_000 }),
		content,
		finishReason: fc.constantFrom("stop", "length", "content-filter", "other"),
		rawFinishReason: fc.constant("raw"),
		usage: fc.record({ input: count, output: count, cachedInput: count, cacheWriteInput: count, reasoning: count }),
	},
	{ requiredKeys: ["id", "model", "created", "content", "finishReason", "rawFinishReason"] },
);
