import { describe, expect, it } from "vitest";
import type { ChatRequest, JsonObject } from "../../chat/request.ts";
import { codeAssistUpstream } from "./index.ts";
import { openApiSchema } from "./openapi-schema.ts";

const ask = (changes: Partial<ChatRequest> = {}): ChatRequest => ({
	model: "gemini-3-flash",
	messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
	stream: false,
	streamUsage: false,
	tools: [],
	stopSequences: [],
	otherFields: [],
	...changes,
});
const build = (changes: Partial<ChatRequest> = {}, id = "gemini-3-flash") =>
	codeAssistUpstream.buildRequest(ask(changes), { id, provider: "antigravity" });
const weather = { name: "weather", parameters: { type: "object", properties: { unit: { const: "C" } }, $schema: "x" } };
const answer: JsonObject = {
	candidates: [{ content: { role: "model", parts: [{ text: "Hi" }] }, finishReason: "STOP" }],
	usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 1 },
	responseId: "r-1",
};

describe("a request", () => {
	it("is a Gemini request in an envelope that names model and sender honestly", () => {
		const { body } = build();

		expect(body).toEqual({
			model: "gemini-3-flash",
			userAgent: "smart-router",
			requestType: "agent",
			request: { contents: [{ role: "user", parts: [{ text: "Hello" }] }], sessionId: expect.stringMatching(/^-\d{19}$/) },
		});
	});

	it("is completed for the account and the attempt", () => {
		const body = JSON.stringify(build().body);

		const sent = JSON.parse(codeAssistUpstream.forAccount?.(body, { project: "p-1", requestId: "att_1" }) ?? "{}");

		expect(sent).toEqual({ ...JSON.parse(body), project: "p-1", requestId: "agent-att_1" });
		expect(JSON.parse(codeAssistUpstream.forAccount?.(body, { project: null, requestId: "a" }) ?? "{}")).not.toHaveProperty("project");
	});

	it("keeps its session id through a conversation and has another in another one", () => {
		const sessionOf = (changes: Partial<ChatRequest>) => (build(changes).body.request as JsonObject).sessionId;
		const longer = [...ask().messages, { role: "assistant" as const, content: [] }, ...ask().messages];

		expect(sessionOf({ messages: longer })).toBe(sessionOf({}));
		expect(sessionOf({ messages: [{ role: "user", content: [{ type: "text", text: "Other" }] }] })).not.toBe(sessionOf({}));
	});

	it("to a Gemini model has no output limit, and says so", () => {
		const { body, warnings } = build({ maxOutputTokens: 50, temperature: 0.5 });

		expect((body.request as JsonObject).generationConfig).toEqual({ temperature: 0.5 });
		expect(warnings).toEqual(["dropped: max_tokens"]);
	});

	it("to a Claude model keeps its limit and has its tools validated, with schemas in Google's subset", () => {
		const { body } = build({ maxOutputTokens: 50, tools: [weather] }, "claude-sonnet-4-5");

		expect(body.request).toMatchObject({
			generationConfig: { maxOutputTokens: 50 },
			toolConfig: { functionCallingConfig: { mode: "VALIDATED" } },
			tools: [{ functionDeclarations: [{ name: "weather", parameters: { type: "object", properties: { unit: { enum: ["C"] } } } }] }],
		});
		expect(JSON.stringify(body)).not.toMatch(/parametersJsonSchema|\$schema|"const"/);
	});
});

/** What the parser makes of a stream of these chunks. */
function parts(...chunks: JsonObject[]) {
	const machine = codeAssistUpstream.streamParser();
	let state = machine.initial;
	const told = chunks.flatMap((chunk) => {
		const [next, made] = machine.step(state, { event: "", data: JSON.stringify(chunk) });
		state = next;
		return made;
	});
	return [...told, ...machine.end(state)];
}

describe("an answer", () => {
	it("is what stands in the envelope", () => {
		expect(codeAssistUpstream.parseResponse({ response: answer, traceId: "t" })).toMatchObject({
			id: "r-1",
			content: [{ type: "text", text: "Hi" }],
		});
	});

	it("streams as Gemini's does", () => {
		const told = parts({ response: answer, traceId: "t" });

		expect(told).toEqual(expect.arrayContaining([{ type: "text-delta", text: "Hi" }, expect.objectContaining({ type: "finish" })]));
	});

	it("that is an error in the stream is one", () => {
		const error = { error: { code: 429, message: "Quota used up", status: "RESOURCE_EXHAUSTED" } };

		const told = parts(error);

		expect(told).toEqual([expect.objectContaining({ type: "error", message: "Quota used up" })]);
	});
});

describe("a JSON Schema in Google's subset", () => {
	it.each<[string, JsonObject, JsonObject]>([
		["leaves out what is unknown there", { type: "string", default: "a", examples: ["b"], $id: "x", title: "T" }, { type: "string" }],
		[
			"keeps properties of any name",
			{ type: "object", properties: { default: { type: "string" } } },
			{ type: "object", properties: { default: { type: "string" } } },
		],
		["makes a constant an enum of one", { type: "string", const: "a" }, { type: "string", enum: ["a"] }],
		["follows references", { $ref: "#/$defs/A", $defs: { A: { type: "integer" } } }, { type: "integer" }],
		["lays allOf together", { allOf: [{ type: "object" }, { required: ["a"] }] }, { type: "object", required: ["a"] }],
		["takes oneOf for anyOf", { oneOf: [{ type: "string" }, { type: "number" }] }, { anyOf: [{ type: "string" }, { type: "number" }] }],
		["knows types that may be null", { type: ["string", "null"] }, { type: "string", nullable: true }],
	])("%s", (_what, schema, converted) => {
		expect(openApiSchema(schema)).toEqual(converted);
	});

	it("ends where a schema refers to itself", () => {
		const schema = { $ref: "#/$defs/Node", $defs: { Node: { type: "object", properties: { next: { $ref: "#/$defs/Node" } } } } };

		expect(JSON.stringify(openApiSchema(schema)).length).toBeLessThan(5_000);
	});
});
