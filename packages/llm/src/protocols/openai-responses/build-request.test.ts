import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hubRequest } from "../../../../../test/support/hub-request.ts";
import { missing, saidIn } from "../../../../../test/support/round-trip.ts";
import { runs } from "../../../../../test/support/runs.ts";
import { check } from "../../../../../test/support/vendor-rules/openai-responses.ts";
import type { ChatRequest, JsonObject } from "../../chat/request.ts";
import { InvalidRequest, type ModelFacts } from "../protocol.ts";
import { buildRequest } from "./build-request.ts";
import { parseRequest } from "./parse-request.ts";

const request = (fields: Partial<ChatRequest>): ChatRequest => ({
	model: "asked",
	messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
	stream: false,
	streamUsage: false,
	tools: [],
	stopSequences: [],
	otherFields: [],
	...fields,
});
const build = (fields: Partial<ChatRequest>, facts: Partial<ModelFacts> = {}) => buildRequest(request(fields), { id: "gpt", ...facts });
const inputOf = (...messages: ChatRequest["messages"]) => build({ messages }).body["input"];
const hi = { type: "message", role: "user", content: [{ type: "input_text", text: "Hi" }] };

test("the smallest request keeps nothing at the provider", () => {
	expect(build({})).toEqual({ body: { model: "gpt", input: [hi], store: false }, warnings: [] });
});

test("reasoning is asked for in a form that can be sent back", () => {
	expect(build({ reasoning: { effort: "high", includeText: true } }).body).toMatchObject({
		reasoning: { effort: "high", summary: "auto" },
		include: ["reasoning.encrypted_content"],
	});
	expect(build({}, { reasoning: "effort" }).body).toMatchObject({ include: ["reasoning.encrypted_content"] });
	expect(build({ reasoning: { effort: "high" } }, { reasoning: "none" })).toMatchObject({ warnings: ["dropped: reasoning"] });
	expect(build({ reasoning: { effort: "high" } }, { reasoning: "none" }).body).not.toHaveProperty("include");
	expect(build({ reasoning: { budgetTokens: 2000 } }).body).toMatchObject({ reasoning: { effort: "medium" } });
});

test("a tool that says nothing of strictness is not strict", () => {
	expect(build({ tools: [{ name: "f" }, { name: "g", strict: true, parameters: { type: "object" } }] }).body["tools"]).toEqual([
		{ type: "function", name: "f", parameters: { type: "object", properties: {} }, strict: false },
		{ type: "function", name: "g", parameters: { type: "object" }, strict: true },
	]);
});

test("without tools there is no choice of tools", () => {
	expect(build({ toolChoice: { type: "required" }, parallelToolCalls: true }).body).not.toHaveProperty("tool_choice");
});

test("the first system message becomes the instructions, later ones keep their places", () => {
	const system = (text: string, developer?: true) => ({
		role: "system" as const,
		content: [{ type: "text" as const, text }],
		...(developer && { developer }),
	});
	const user = { role: "user" as const, content: [{ type: "text" as const, text: "Hi" }] };
	const item = (role: string, text: string) => ({ type: "message", role, content: [{ type: "input_text", text }] });

	expect(build({ messages: [system("a"), user, system("b"), system("c", true)] }).body).toMatchObject({
		instructions: "a",
		input: [hi, item("system", "b"), item("developer", "c")],
	});
	expect(inputOf(system("a", true), user)).toEqual([item("developer", "a"), hi]);
	expect(inputOf(system("a"))).toEqual([item("system", "a")]);
	expect(() => inputOf({ role: "user", content: [] })).toThrow(InvalidRequest);
});

test("results carry images and files; a failed call says so", () => {
	const image = { type: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" } } as const;

	expect(
		inputOf({
			role: "tool",
			content: [
				{ type: "tool-result", callId: "a", content: [{ type: "text", text: "seen" }, image], isError: false },
				{ type: "tool-result", callId: "b", content: [{ type: "text", text: "no such city" }], isError: true },
				{ type: "tool-result", callId: "c", content: [], isError: true },
				{ type: "tool-result", callId: "d", content: [], isError: false },
			],
		}),
	).toEqual([
		{
			type: "function_call_output",
			call_id: "a",
			output: [
				{ type: "input_text", text: "seen" },
				{ type: "input_image", image_url: "data:image/png;base64,iVBO", detail: "auto" },
			],
		},
		{ type: "function_call_output", call_id: "b", output: "Error: no such city" },
		{ type: "function_call_output", call_id: "c", output: "Error: the tool failed" },
		{ type: "function_call_output", call_id: "d", output: "" },
	]);
});

test("another maker's reasoning stays behind, and it is told", () => {
	const { body, warnings } = build({
		messages: [
			{
				role: "assistant",
				content: [
					{ type: "reasoning", text: "Hm", signature: "sig", origin: { provider: "anthropic" } },
					{ type: "reasoning", text: "So", encrypted: "gAAA", id: "rs_1" },
					{ type: "text", text: "Yes" },
				],
			},
		],
	});

	expect(body["input"]).toEqual([
		{ type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "So" }], encrypted_content: "gAAA" },
		{ type: "message", role: "assistant", content: [{ type: "output_text", text: "Yes" }] },
	]);
	expect(warnings).toEqual(["dropped: reasoning that was not made by this provider"]);
});

test("what the model or the format cannot do is dropped or changed, and told", () => {
	const { body, warnings } = build(
		{
			temperature: 1,
			topP: 0.5,
			topK: 4,
			seed: 1,
			presencePenalty: 1,
			stopSequences: ["END"],
			maxOutputTokens: 2,
			otherFields: ["thinking"],
		},
		{ sampling: false },
	);

	expect(body).toEqual({ model: "gpt", input: [hi], max_output_tokens: 16, store: false });
	expect(warnings.toSorted()).toEqual(
		[
			"changed: max_tokens raised to 16",
			...["presence_penalty", "seed", "stop", "temperature", "thinking", "top_k", "top_p"].map((name) => `dropped: ${name}`),
		].toSorted(),
	);
});

describe("what changes the meaning is refused", () => {
	test.each<[string, Partial<ChatRequest>]>([
		["n", { candidates: 2 }],
		["logprobs", { logprobs: {} }],
		["here", { messages: [{ role: "user", content: [{ type: "audio", source: { kind: "id", id: "a" }, path: "here" }] }] }],
		["tools[0].name", { tools: [{ name: "with space", path: "tools[0].name" }] }],
		["tool_choice", { tools: [{ name: "f" }], toolChoice: { type: "tool", name: "g" } }],
	])("%s", (param, fields) => {
		expect(() => build(fields)).toThrow(expect.objectContaining({ name: "InvalidRequest", param }));
	});
});

/** Calls and results as the client paired them: whether they match is for the provider to say, as in the client's own protocol. */
const clientsOwn =
	/^No tool (?:output|call) found|^Invalid 'input\[\d+\]'\.$|without its required following item|must contain the word 'json'|text\.format\.schema|image_url'\. Expected/;

test("any request is refused by name or becomes what OpenAI takes, and nothing said is lost", () => {
	fc.assert(
		fc.property(hubRequest, (wish) => {
			let body: JsonObject;
			try {
				({ body } = buildRequest(wish, { id: "gpt" }));
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidRequest);
				return;
			}

			expect(check(body).filter((violation) => !clientsOwn.test(violation))).toEqual([]);
			const found = saidIn(parseRequest(body));
			// Instructions are one text, whose paragraphs the system message's parts were.
			expect(missing(saidIn(wish), { ...found, system: found.system.flatMap((told) => told.split("\n\n")) })).toEqual([]);
		}),
		{ numRuns: runs(300, 10_000) },
	);
});

/** Bodies as OpenAI documents them, each field in the one form that the builder writes. */
const text = fc.string({ minLength: 1 });
const inputText = fc.record({ type: fc.constant("input_text"), text });
const image = fc.record({
	type: fc.constant("input_image"),
	image_url: fc.constantFrom("data:image/png;base64,iVBO", "https://a.test/x.png"),
	detail: fc.constantFrom("auto", "low", "high"),
});
const file = fc.constantFrom<JsonObject>(
	{ type: "input_file", filename: "a.txt", file_data: "data:text/plain;base64,aGk=" },
	{ type: "input_file", file_id: "file_1" },
	{ type: "input_file", file_url: "https://a.test/x.pdf" },
);
const parts = fc.array(fc.oneof(inputText, image, file), { minLength: 1, maxLength: 3 });
const message = <Role extends string, Part>(role: Role, content: fc.Arbitrary<Part[]>) =>
	fc.record({ type: fc.constant("message"), role: fc.constant(role), content });
const user = message("user", parts);
const said = message(
	"assistant",
	fc.array(fc.oneof(fc.record({ type: fc.constant("output_text"), text }), fc.record({ type: fc.constant("refusal"), refusal: text })), {
		minLength: 1,
		maxLength: 2,
	}),
);
const reasoning = fc.record({
	type: fc.constant("reasoning"),
	id: fc.constant("rs_1"),
	summary: fc.array(fc.record({ type: fc.constant("summary_text"), text }), { maxLength: 1 }),
	encrypted_content: fc.base64String({ minLength: 4 }),
});
const call = fc.record({ type: fc.constant("function_call"), call_id: text, name: text, arguments: fc.string() });
const result = fc.record({
	type: fc.constant("function_call_output"),
	call_id: text,
	output: fc.oneof(fc.string(), parts.filter(notPlain)),
});
function notPlain(content: readonly { type?: unknown }[]): boolean {
	return content.length > 1 || content[0]?.type !== "input_text";
}
/** Reasoning, words and calls of one turn in their order; the user or a tool speaks between two turns. */
const turn = fc.tuple(fc.array(reasoning, { maxLength: 2 }), fc.option(said), fc.array(call, { maxLength: 2 }), fc.oneof(user, result));
const conversation = fc
	.tuple(user, fc.array(turn, { maxLength: 3 }))
	.map(([first, turns]) => [
		first,
		...turns.flatMap(([thoughts, words, calls, last]) => [...thoughts, ...(words ? [words] : []), ...calls, last]),
	]);

const documented = fc.record(
	{
		model: fc.constant("m"),
		input: conversation,
		store: fc.constant(false),
		instructions: text,
		stream: fc.constant(true),
		tools: fc.constant([{ type: "function", name: "f", description: "d", parameters: { type: "object" }, strict: true }]),
		tool_choice: fc.constantFrom<string | JsonObject>(
			"auto",
			"none",
			"required",
			{ type: "function", name: "f" },
			{
				type: "allowed_tools",
				mode: "auto",
				tools: [{ type: "function", name: "f" }],
			},
		),
		parallel_tool_calls: fc.boolean(),
		max_output_tokens: fc.integer({ min: 16, max: 100_000 }),
		temperature: fc.constantFrom(0, 0.5, 2),
		top_p: fc.constantFrom(0, 1),
		text: fc.constantFrom<JsonObject>(
			{ format: { type: "json_object" } },
			{ format: { type: "json_schema", name: "n", schema: { a: 1 }, strict: true } },
		),
		safety_identifier: text,
		prompt_cache_key: text,
	},
	{ requiredKeys: ["model", "input", "store"] },
);

test("a documented request is built again as it was", () => {
	fc.assert(
		fc.property(documented, (body) => {
			const { tools, tool_choice: _choice, parallel_tool_calls: _parallel, ...rest } = body;
			const wanted = tools === undefined ? rest : body;

			const built = buildRequest(parseRequest(JSON.parse(JSON.stringify(body))), { id: "m" });

			expect(built).toEqual({ body: wanted, warnings: [] });
		}),
		{ numRuns: runs(300, 10_000) },
	);
});
