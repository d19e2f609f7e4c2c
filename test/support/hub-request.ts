import fc from "fast-check";
import type {
	AssistantPart,
	ChatRequest,
	JsonObject,
	Message,
	ReasoningPart,
	ResponseFormat,
	Tool,
	ToolChoice,
	ToolResultPart,
	UserPart,
} from "../../packages/llm/src/chat/request.ts";

/** Any request the hub can hold, sensible or not: unanswered calls, repeated ids, blank texts, broken arguments, foreign reasoning. */

const words = fc.constantFrom("", " ", "\n\t", "Hello", "What is the weather?", "«Ünï» 🌍", "a".repeat(70));
const base64 = fc.constantFrom("aGVsbG8=", "AAAA", "");
const names = fc.constantFrom("get_weather", "search", "a-b", "ns.tool", "9lives", "tool with space", "");
const ids = fc.constantFrom("call_1", "call_2", "call.2", "call:2", "", "toolu_01", "ü");
const argumentTexts = fc.constantFrom("{}", "", '{"city":"Oslo"}', '{"a":[1,{"b":null}]}', '{"broken":', "[1]", "null", '"text"');

const text = words.map((value) => ({ type: "text" as const, text: value }));
const source = fc.oneof(
	fc.record({
		kind: fc.constant("base64" as const),
		mediaType: fc.constantFrom("image/png", "image/jpg", "image/tiff", "application/pdf", "text/csv", "application/zip", "audio/wav"),
		data: base64,
	}),
	fc.record({
		kind: fc.constant("url" as const),
		url: fc.constantFrom("https://example.test/a.png", "ftp://example.test", "gs://bucket/a.png"),
	}),
	fc.record({ kind: fc.constant("id" as const), id: fc.constant("file_1") }),
);
const image = source.map((from) => ({ type: "image" as const, source: from }));
const file = source.map((from) => ({ type: "file" as const, source: from, filename: "a.bin" }));
const audio = source.map((from) => ({ type: "audio" as const, source: from }));
const often = { weight: 12 };

const userPart: fc.Arbitrary<UserPart> = fc.oneof({ ...often, arbitrary: text }, image, file, audio);

const reasoning: fc.Arbitrary<ReasoningPart> = fc.record(
	{
		type: fc.constant("reasoning" as const),
		text: words,
		signature: fc.constant("c2lnbmF0dXJl"),
		encrypted: fc.constant("ZW5jcnlwdGVk"),
		origin: fc.record({ provider: fc.constantFrom("anthropic", "gemini", "openai") }),
	},
	{ requiredKeys: ["type", "text"] },
);

const call = fc.record(
	{ type: fc.constant("tool-call" as const), id: ids, name: names, arguments: argumentTexts, signature: fc.constant("c2ln") },
	{ requiredKeys: ["type", "id", "name", "arguments"] },
);

const assistantPart: fc.Arbitrary<AssistantPart> = fc.oneof(
	{ weight: 3, arbitrary: text },
	reasoning,
	{ weight: 3, arbitrary: call },
	words.map((value) => ({ type: "refusal" as const, text: value })),
);

const result: fc.Arbitrary<ToolResultPart> = fc.record(
	{
		type: fc.constant("tool-result" as const),
		callId: ids,
		name: names,
		content: fc.array(fc.oneof({ ...often, arbitrary: text }, image, file), { maxLength: 3 }),
		isError: fc.boolean(),
	},
	{ requiredKeys: ["type", "callId", "content", "isError"] },
);

const messageOf = <Role extends Message["role"], Part>(role: Role, part: fc.Arbitrary<Part>) =>
	fc.record({ role: fc.constant(role), content: fc.array(part, { maxLength: 3 }) });

const message: fc.Arbitrary<Message> = fc.oneof(
	messageOf("system", text),
	{ weight: 4, arbitrary: messageOf("user", userPart) },
	{ weight: 4, arbitrary: messageOf("assistant", assistantPart) },
	{ weight: 3, arbitrary: messageOf("tool", result) },
);

const schemas = fc.constantFrom<JsonObject>(
	{},
	{ type: "object" },
	{ type: "object", properties: { city: { type: "string", minLength: 1 } }, required: ["city"], additionalProperties: false },
	{
		anyOf: [
			{ type: "object", properties: { a: { type: "number", minimum: 0 } }, required: ["a"] },
			{ type: "object", properties: {} },
		],
	},
	{ $ref: "#/$defs/t", $defs: { t: { type: "object", properties: { list: { type: "array", items: { type: "object" }, maxItems: 3 } } } } },
	{ type: "object", properties: { x: { oneOf: [{ type: "string", format: "color" }, { type: ["null", "integer"] }] } } },
);

const tool: fc.Arbitrary<Tool> = fc.record(
	{
		name: fc.oneof({ weight: 20, arbitrary: fc.constantFrom("get_weather", "search", "a-b", "lookup_9") }, names),
		description: words,
		parameters: schemas,
		strict: fc.boolean(),
	},
	{ requiredKeys: ["name"] },
);
const tools = fc.uniqueArray(tool, { selector: ({ name }) => name, maxLength: 3 });

const choice: fc.Arbitrary<ToolChoice> = fc.oneof(
	fc.record({ type: fc.constantFrom("auto" as const, "none" as const, "required" as const) }),
	names.map((name) => ({ type: "tool" as const, name })),
	fc.record({ type: fc.constant("allowed" as const), names: fc.subarray(["get_weather", "search", "a-b"]), required: fc.boolean() }),
);

const format: fc.Arbitrary<ResponseFormat> = fc.oneof(
	fc.constant({ type: "json" as const }),
	fc.record({ type: fc.constant("json-schema" as const), name: fc.constant("answer"), schema: schemas }),
);

export const hubRequest: fc.Arbitrary<ChatRequest> = fc.record(
	{
		model: fc.constant("any"),
		messages: fc.array(message, { maxLength: 8 }),
		stream: fc.boolean(),
		streamUsage: fc.boolean(),
		tools,
		toolChoice: choice,
		parallelToolCalls: fc.boolean(),
		maxOutputTokens: fc.integer({ min: 1, max: 300_000 }),
		temperature: fc.double({ min: 0, max: 2, noNaN: true }),
		topP: fc.double({ min: 0, max: 1, noNaN: true }),
		topK: fc.integer({ min: 1, max: 100 }),
		stopSequences: fc.array(fc.constantFrom("END", " ", "", "\n\n", "###"), { maxLength: 7 }),
		seed: fc.oneof(fc.integer(), fc.maxSafeInteger()),
		presencePenalty: fc.double({ min: -2, max: 2, noNaN: true }),
		frequencyPenalty: fc.double({ min: -2, max: 2, noNaN: true }),
		responseFormat: format,
		reasoning: fc.record(
			{
				effort: fc.constantFrom("none", "minimal", "low", "medium", "high", "xhigh", "max"),
				budgetTokens: fc.integer({ min: -1, max: 50_000 }),
				includeText: fc.boolean(),
			},
			{ requiredKeys: [] },
		),
		userId: fc.constantFrom("", "user-1", "someone@example.test", "555-1234"),
		cacheKey: fc.constant("key"),
		otherFields: fc.subarray(["logit_bias", "store", "metadata"]),
	},
	{ requiredKeys: ["model", "messages", "stream", "streamUsage", "tools", "stopSequences", "otherFields"] },
);
