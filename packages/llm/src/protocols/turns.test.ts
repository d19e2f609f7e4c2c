import { describe, expect, it } from "vitest";
import type { AssistantPart, ChatRequest, Message, ToolResultPart } from "../chat/request.ts";
import { InvalidRequest } from "./protocol.ts";
import { conversationOf } from "./turns.ts";

const request = (messages: readonly Message[]): ChatRequest => ({
	model: "m",
	messages,
	stream: false,
	streamUsage: false,
	tools: [],
	stopSequences: [],
	otherFields: [],
});

function read(messages: readonly Message[]) {
	const warnings: string[] = [];
	const conversation = conversationOf(request(messages), {
		callId: (id) => id.replaceAll(".", "_"),
		keepReasoning: (part) => part.origin?.provider === "own",
		warn: (warning) => warnings.push(warning),
	});
	return { ...conversation, warnings };
}

const text = (value: string) => ({ type: "text", text: value }) as const;
const user = (value: string): Message => ({ role: "user", content: [text(value)] });
const says = (...content: AssistantPart[]): Message => ({ role: "assistant", content });
const call = (id: string): AssistantPart => ({ type: "tool-call", id, name: `tool_${id}`, arguments: "{}" });
const result = (callId: string, value: string, isError = false): ToolResultPart => ({
	type: "tool-result",
	callId,
	content: [text(value)],
	isError,
});
const results = (...content: ToolResultPart[]): Message => ({ role: "tool", content });

describe("conversationOf", () => {
	it("keeps the order of system messages and tells when a later one moves", () => {
		const { system, turns, warnings } = read([
			{ role: "system", content: [text("one"), text(" ")] },
			user("hi"),
			{ role: "system", content: [text("two")], developer: true },
			user("again"),
		]);

		expect(system.map((part) => part.text)).toEqual(["one", "two"]);
		expect(turns).toEqual([{ role: "user", results: [], parts: [text("hi"), text("again")] }]);
		expect(warnings).toEqual(["changed: later system messages moved to the start"]);
	});

	it("joins turns of one side and drops empty ones", () => {
		const { turns, warnings } = read([user("a"), says(text(" ")), user("b"), says(text("c")), says(text("d")), user("e")]);

		expect(turns.map((turn) => turn.parts.map((part) => ("text" in part ? part.text : "")))).toEqual([["a", "b"], ["c", "d"], ["e"]]);
		expect(warnings).toEqual([]);
	});

	it("puts all results of a turn's calls into the next turn, in the order of the calls", () => {
		const { turns, warnings } = read([
			user("go"),
			says(call("1"), call("2")),
			results(result("2", "second")),
			results(result("1", "first", true)),
			user("and?"),
		]);

		expect(turns[2]).toEqual({
			role: "user",
			results: [
				{ id: "1", name: "tool_1", content: [text("first")], isError: true },
				{ id: "2", name: "tool_2", content: [text("second")], isError: false },
			],
			parts: [text("and?")],
		});
		expect(warnings).toEqual([]);
	});

	it("gives calls ids of their own, the same in call and result, where the client repeats or collides them", () => {
		const { turns } = read([
			user("go"),
			says(call("c.0")),
			results(result("c.0", "a")),
			says(call("c.0"), call("c_0")),
			results(result("c.0", "b"), result("c_0", "c")),
		]);

		const ids = turns.map((turn) =>
			turn.role === "user"
				? turn.results.map(({ id, content }) => `${id}=${content.map((part) => ("text" in part ? part.text : "")).join("")}`)
				: turn.parts.map((part) => ("id" in part ? part.id : "")),
		);
		expect(ids).toEqual([[], ["c_0"], ["c_0=a"], ["c_0_2", "c_0_3"], ["c_0_2=b", "c_0_3=c"]]);
	});

	it("answers an unanswered call and keeps a stray result as text", () => {
		const { turns, warnings } = read([user("go"), results(result("lost", "42")), says(call("1"))]);

		expect(turns[0]?.parts).toEqual([text("Result of an earlier tool call (lost):"), text("42"), text("go")]);
		expect(turns[2]).toMatchObject({ role: "user", results: [{ id: "1", isError: true }] });
		expect(warnings).toHaveLength(2);
	});

	it("begins and ends with the user", () => {
		const { turns, warnings } = read([says(text("Hello, I am")), user("go on"), says(text("Once upon"))]);

		expect(turns.map((turn) => turn.role)).toEqual(["user", "assistant", "user", "assistant", "user"]);
		expect(warnings).toEqual([
			"changed: a user message was put before the assistant's first",
			"changed: the last assistant message is continued by a hint",
		]);
	});

	it("keeps own reasoning only", () => {
		const own = { type: "reasoning", text: "hm", signature: "s", origin: { provider: "own" } } as const;

		const { turns, warnings } = read([user("a"), says({ ...own, origin: { provider: "other" } }, own, text("b")), user("c")]);

		expect(turns[1]?.parts).toEqual([own, text("b")]);
		expect(warnings).toEqual(["dropped: reasoning that was not made by this provider"]);
	});

	it("lets a lone system message speak for the user, and refuses to answer nothing", () => {
		expect(read([{ role: "system", content: [text("Write a poem")] }])).toMatchObject({
			system: [],
			turns: [{ role: "user", parts: [text("Write a poem")] }],
		});
		expect(() => read([user("  ")])).toThrow(InvalidRequest);
	});
});
