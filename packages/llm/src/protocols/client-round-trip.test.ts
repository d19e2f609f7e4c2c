import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hubAnswer as anyAnswer } from "../../../../test/support/hub-answer.ts";
import { hubRequest as anyRequest } from "../../../../test/support/hub-request.ts";
import { runs } from "../../../../test/support/runs.ts";
import { readAnthropic, readGoogle, toldBy } from "../../../../test/support/vendor-sdks.ts";
import type { AssistantPart, JsonObject } from "../chat/request.ts";
import { streamOf } from "../chat/stream-of.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { argumentsObject } from "./calls.ts";
import { InvalidRequest, type ProtocolId } from "./protocol.ts";
import { clientProtocol, upstreamProtocol } from "./registry.ts";

/** With counts that can be: parts are not larger than their whole. */
const hubAnswer = anyAnswer.map((answer) => {
	if (!answer.usage) return answer;
	const { input, output, cachedInput, cacheWriteInput, reasoning } = answer.usage;
	return { ...answer, usage: { ...answer.usage, input: input + cachedInput + cacheWriteInput, output: output + reasoning } };
});

/** No reasoning at all has no word of its own in either protocol: the least effort stands for it. */
const hubRequest = anyRequest.map((request) => {
	if (request.reasoning?.effort !== "none" && request.reasoning?.budgetTokens !== 0) return request;
	const { reasoning: _, ...rest } = request;
	return rest;
});

const origin = { provider: "some", model: "model", account: "account" };
const address = { model: "m", stream: false };

const protocols = [
	{
		id: "anthropic-messages" as ProtocolId,
		read: readAnthropic,
		model: { id: "m", maxOutputTokens: 64_000, reasoning: "effort" as const },
	},
	{ id: "gemini" as ProtocolId, read: readGoogle, model: { id: "m", maxOutputTokens: 64_000, reasoning: "level" as const } },
];

function built(id: ProtocolId, parts: readonly StreamPart[]): string {
	const builder = clientProtocol(id).streamBuilder({ includeUsage: true, origin });
	let state = builder.initial;
	let text = "";
	for (const part of parts) {
		const [next, out] = builder.step(state, part);
		state = next;
		text += out.join("");
	}
	return text + builder.end(state).join("");
}

/** What of an answer a client can carry back: refusals become text, arguments objects, and a proof goes with its maker's name. */
function carried(content: readonly AssistantPart[], callId: (id: string) => string) {
	const proofs = content.flatMap((part): object[] => {
		if (part.type === "tool-call") return part.signature === undefined ? [] : [{ signature: part.signature, origin }];
		if (part.type !== "reasoning" || (part.signature === undefined && part.encrypted === undefined)) return [];
		const { signature, encrypted, id } = part;
		return [{ signature, encrypted, id, origin }];
	});
	const { text, reasoning } = toldBy(content, undefined, "");
	const calls = content.flatMap((part) =>
		part.type === "tool-call" ? [{ id: callId(part.id), name: part.name, input: argumentsObject(part.arguments, () => undefined) }] : [],
	);
	return JSON.parse(JSON.stringify({ text, reasoning, calls, proofs }));
}

function sentBack(id: ProtocolId, answer: JsonObject) {
	const body: JsonObject =
		id === "gemini"
			? { contents: (answer["candidates"] as { content: JsonObject }[]).map(({ content }) => content) }
			: { model: "m", messages: [{ role: "assistant", content: answer["content"] ?? [] }] };
	const content = clientProtocol(id)
		.parseRequest(body, address)
		.messages.flatMap((message) => (message.role === "assistant" ? message.content : []));
	const proofs = content.flatMap((part): object[] => {
		if (part.type === "tool-call") return part.signature === undefined ? [] : [{ signature: part.signature, origin: part.origin }];
		if (part.type !== "reasoning" || part.origin === undefined) return [];
		const { signature, encrypted, id: itemId } = part;
		return [{ signature, encrypted, id: itemId, origin: part.origin }];
	});
	const { text, reasoning, calls } = toldBy(content, undefined, "");
	return JSON.parse(JSON.stringify({ text, reasoning, calls, proofs }));
}

const idsOf: Partial<Record<ProtocolId, (id: string) => string>> = {
	"anthropic-messages": (id) => id.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "call",
};

describe.each(protocols)("$id", ({ id, read, model }) => {
	const callId = idsOf[id] ?? ((one) => one);

	test("a request keeps what the protocol can express", () => {
		let kept = 0;
		fc.assert(
			fc.property(hubRequest, (request) => {
				let body: JsonObject;
				try {
					body = upstreamProtocol(id).buildRequest(request, model).body;
				} catch (error) {
					if (error instanceof InvalidRequest) return;
					throw error;
				}
				kept++;
				const again = clientProtocol(id).parseRequest(body, address);
				expect(upstreamProtocol(id).buildRequest(again, model).body).toEqual(id === "gemini" ? withTextsJoined(body) : body);
			}),
			{ numRuns: runs(300, 10_000) },
		);
		expect(kept).toBeGreaterThan(50);
	});

	test("an answer is read by the SDK as it was said, streamed or whole", async () => {
		await fc.assert(
			fc.asyncProperty(hubAnswer, async (answer) => {
				const whole = await read(JSON.stringify(clientProtocol(id).buildResponse(answer, origin)), false);
				const streamed = await read(built(id, streamOf(answer)), true);

				const { text, reasoning, calls } = carried(answer.content, callId);
				expect(whole).toMatchObject({ text, reasoning, calls, input: answer.usage?.input ?? 0, output: answer.usage?.output ?? 0 });
				expect({ ...streamed, calls: [] }).toEqual({ ...whole, calls: [] });
				expect(streamed.calls.map(({ id: callId, name }) => [callId, name])).toEqual(whole.calls.map((call) => [call.id, call.name]));
			}),
			{ numRuns: runs(150, 5000) },
		);
	});

	test("an answer comes back from the client as it was said", () => {
		fc.assert(
			fc.property(hubAnswer, (answer) => {
				expect(sentBack(id, clientProtocol(id).buildResponse(answer, origin))).toEqual(carried(answer.content, callId));
			}),
			{ numRuns: runs(300, 10_000) },
		);
	});

	test("parallel calls whose pieces interleave come out whole", async () => {
		const pieces = fc.array(fc.constantFrom('"a"', "[1]", "{}", '{"b":null}'), { minLength: 1, maxLength: 4 });
		const calls = fc.array(pieces, { minLength: 1, maxLength: 4 });
		await fc.assert(
			fc.asyncProperty(calls, fc.array(fc.nat(), { maxLength: 40 }), async (wanted, order) => {
				const texts = wanted.map((values) => [`{"list":[`, ...values.flatMap((value, at) => (at === 0 ? [value] : [",", value])), "]}"]);
				const answer = await read(built(id, interleaved(texts, order)), true);

				expect(answer.calls.map(({ input }) => input)).toEqual(texts.map((parts) => JSON.parse(parts.join(""))));
				expect(answer.text).toBe("beforeafter");
			}),
			{ numRuns: runs(100, 3000) },
		);
	});
});

/** Google's streams come back in pieces, so the pieces of the model's text are one text to us. */
function withTextsJoined(body: JsonObject): JsonObject {
	const contents = (body["contents"] as { role: string; parts: JsonObject[] }[]).map((content) => {
		if (content.role !== "model") return content;
		const isText = (part: JsonObject) => Object.keys(part).join() === "text";
		const parts: JsonObject[] = [];
		for (const part of content.parts) {
			const last = parts.at(-1);
			if (last && isText(last) && isText(part)) parts[parts.length - 1] = { text: `${last["text"]}${part["text"]}` };
			else parts.push(part);
		}
		return { ...content, parts };
	});
	return { ...body, contents };
}

/** All calls begin at once, their pieces come in any order, and text comes while they are open. */
function interleaved(texts: readonly (readonly string[])[], order: readonly number[]): StreamPart[] {
	const left = texts.map((pieces) => [...pieces]);
	const parts: StreamPart[] = [
		{ type: "start", id: "a", model: "m" },
		{ type: "text-delta", text: "before" },
		...texts.map((_, index): StreamPart => ({ type: "tool-call-start", index, id: `call_${index}`, name: `tool_${index}` })),
		{ type: "text-delta", text: "after" },
	];
	for (const choice of [...order, ...texts.flatMap((pieces, index) => pieces.map(() => index))]) {
		const index = choice % texts.length;
		const piece = left[index]?.shift();
		if (piece !== undefined) parts.push({ type: "tool-call-delta", index, arguments: piece });
	}
	const ends = texts.map((_, index): StreamPart => ({ type: "tool-call-end", index }));
	return [...parts, ...ends, { type: "finish", reason: "tool-calls", raw: "tool_calls" }];
}

test("blocks of an Anthropic stream never interleave, and thinking is signed before it stops", () => {
	fc.assert(
		fc.property(hubAnswer, (answer) => {
			const events = built("anthropic-messages", streamOf(answer))
				.split("\n\n")
				.filter((frame) => frame !== "")
				.map((frame) => JSON.parse(frame.slice(frame.indexOf("data: ") + 6)) as JsonObject);

			let open: number | undefined;
			let next = 0;
			let before: JsonObject = {};
			let kind: unknown;
			for (const event of events) {
				if (event["type"] === "content_block_start") {
					expect([open, event["index"]]).toEqual([undefined, next]);
					open = next++;
					kind = (event["content_block"] as JsonObject)["type"];
				} else if (event["type"] === "content_block_delta") expect(event["index"]).toBe(open);
				else if (event["type"] === "content_block_stop") {
					expect(event["index"]).toBe(open);
					if (kind === "thinking") expect(before["delta"]).toMatchObject({ type: "signature_delta" });
					open = undefined;
				} else expect(open).toBeUndefined();
				before = event;
			}
			expect(events[0]?.["type"]).toBe("message_start");
			expect(events.slice(-2).map(({ type }) => type)).toEqual(["message_delta", "message_stop"]);
		}),
		{ numRuns: runs(200, 5000) },
	);
});
