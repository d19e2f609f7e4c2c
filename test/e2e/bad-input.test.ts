import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { type JsonObject, object } from "../support/fake-upstream/json.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { citySchema } from "../support/matrix/asked.ts";
import type { MatrixClient } from "../support/matrix/client.ts";
import { clients } from "../support/matrix/clients.ts";
import { errorIn } from "../support/matrix/reading.ts";

/** What nobody should send, in each client's protocol to each provider's: a clear error or a right answer, never a fault of the gateway. */

type ProtocolId = MatrixClient["id"];

const model = "claude-sonnet-5-5";

let upstream: FakeUpstream;
let gateway: TestGateway;

beforeAll(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	for (const { id } of clients) {
		const baseUrl = `${upstream.origin}${id.startsWith("openai-") ? "/v1" : ""}`;
		await gateway.link({ id: `at-${id}`, protocol: id, baseUrl }, [id]);
	}
});
beforeEach(() => upstream.reset());
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

interface Call {
	readonly id: string;
	readonly name: string;
	/** JSON text, perhaps malformed. */
	readonly args: string;
}

/** How each protocol writes what the table needs. */
interface Writer {
	user(text: string): JsonObject;
	image(data: string): JsonObject;
	/** A call and its result for each, all in one turn. */
	history(calls: readonly Call[]): JsonObject[];
	tools(names: readonly string[], schema: JsonObject): JsonObject;
	readonly turns: "messages" | "input" | "contents";
}

const parsed = (args: string): unknown => {
	try {
		return JSON.parse(args);
	} catch {
		return args;
	}
};

const writers: Readonly<Record<ProtocolId, Writer>> = {
	"openai-chat": {
		turns: "messages",
		user: (text) => ({ role: "user", content: text }),
		image: (data) => ({ role: "user", content: [{ type: "image_url", image_url: { url: `data:image/png;base64,${data}` } }] }),
		history: (calls) => [
			{
				role: "assistant",
				content: null,
				tool_calls: calls.map(({ id, name, args }) => ({ id, type: "function", function: { name, arguments: args } })),
			},
			...calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "12 degrees" })),
		],
		tools: (names, parameters) => ({ tools: names.map((name) => ({ type: "function", function: { name, parameters } })) }),
	},
	"openai-responses": {
		turns: "input",
		user: (text) => ({ role: "user", content: text }),
		image: (data) => ({ role: "user", content: [{ type: "input_image", image_url: `data:image/png;base64,${data}` }] }),
		history: (calls) => [
			...calls.map(({ id, name, args }) => ({ type: "function_call", call_id: id, name, arguments: args })),
			...calls.map(({ id }) => ({ type: "function_call_output", call_id: id, output: "12 degrees" })),
		],
		tools: (names, parameters) => ({ tools: names.map((name) => ({ type: "function", name, parameters, strict: false })) }),
	},
	"anthropic-messages": {
		turns: "messages",
		user: (text) => ({ role: "user", content: text }),
		image: (data) => ({ role: "user", content: [{ type: "image", source: { type: "base64", media_type: "image/png", data } }] }),
		history: (calls) => [
			{ role: "assistant", content: calls.map(({ id, name, args }) => ({ type: "tool_use", id, name, input: parsed(args) })) },
			{ role: "user", content: calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "12 degrees" })) },
		],
		tools: (names, schema) => ({ tools: names.map((name) => ({ name, input_schema: schema })) }),
	},
	gemini: {
		turns: "contents",
		user: (text) => ({ role: "user", parts: [{ text }] }),
		image: (data) => ({ role: "user", parts: [{ inlineData: { mimeType: "image/png", data } }] }),
		history: (calls) => [
			{ role: "model", parts: calls.map(({ id, name, args }) => ({ functionCall: { id, name, args: parsed(args) } })) },
			{ role: "user", parts: calls.map(({ id, name }) => ({ functionResponse: { id, name, response: { result: "12 degrees" } } })) },
		],
		tools: (names, schema) => ({ tools: [{ functionDeclarations: names.map((name) => ({ name, parametersJsonSchema: schema })) }] }),
	},
};

const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
const call: Call = { id: "call_1", name: "get_weather", args: '{"city":"Oslo"}' };

/** Fields beside the usual, or the whole text; `status` where there is only one right answer. */
interface Bad {
	readonly name: string;
	write(writer: Writer, usual: JsonObject): JsonObject | string;
	readonly status?: 200 | 400;
	/** What the provider must have been told. */
	readonly told?: RegExp;
}

const withTurns = (writer: Writer, usual: JsonObject, ...turns: JsonObject[]): JsonObject => ({ ...usual, [writer.turns]: turns });

const bad: readonly Bad[] = [
	{ name: "truncated JSON", write: (_, usual) => JSON.stringify(usual).slice(0, -3), status: 400 },
	{
		name: "100,000 levels in an unknown field",
		write: (_, usual) => `${JSON.stringify(usual).slice(0, -1)},"zz":${nested(100_000)}}`,
		status: 400,
	},
	{
		name: "100,000 levels in a tool's schema",
		write: (writer, usual) =>
			JSON.stringify({ ...usual, ...writer.tools(["get_weather"], { type: "DEEP" }) }).replace('{"type":"DEEP"}', nested(100_000)),
		status: 400,
	},
	{
		name: "100,000 levels in a call's arguments",
		write: (writer, usual) => {
			const deep = { ...call, args: '{"a":"DEEP"}' };
			const turns = withTurns(writer, usual, writer.user("hi"), ...writer.history([deep]));
			const written = JSON.stringify({ ...turns, ...writer.tools(["get_weather"], citySchema) });
			return written.replace('"DEEP"', nested(100_000)).replace('\\"DEEP\\"', nested(100_000).replaceAll('"', '\\"'));
		},
	},
	{
		name: "malformed arguments of a call",
		write: (writer, usual) => ({
			...withTurns(writer, usual, writer.user("hi"), ...writer.history([{ ...call, args: '{"city":"Os' }])),
			...writer.tools(["get_weather"], citySchema),
		}),
	},
	{
		name: "arguments of a call that are no object",
		write: (writer, usual) => ({
			...withTurns(writer, usual, writer.user("hi"), ...writer.history([{ ...call, args: "[1]" }])),
			...writer.tools(["get_weather"], citySchema),
		}),
	},
	{
		name: "two calls with one id",
		write: (writer, usual) => ({
			...withTurns(writer, usual, writer.user("hi"), ...writer.history([call, { ...call, name: "get_time" }])),
			...writer.tools(["get_weather", "get_time"], citySchema),
		}),
	},
	{
		name: "an id used in two turns",
		write: (writer, usual) => ({
			...withTurns(writer, usual, writer.user("hi"), ...writer.history([call]), writer.user("again"), ...writer.history([call])),
			...writer.tools(["get_weather"], citySchema),
		}),
	},
	{ name: "half a character", write: (writer, usual) => withTurns(writer, usual, writer.user("half \ud83d of one")), told: /half/ },
	{
		name: "10 MB of image",
		write: (writer, usual) => withTurns(writer, usual, writer.image("A".repeat(10 * 1024 * 1024))),
		status: 200,
		told: /AAAAAAAA/,
	},
	{
		name: "5,000 tools",
		write: (writer, usual) => ({
			...usual,
			...writer.tools(
				Array.from({ length: 5000 }, (_, at) => `tool_${at}`),
				citySchema,
			),
		}),
	},
	{ name: "no turns", write: (writer, usual) => withTurns(writer, usual), status: 400 },
	{ name: "a blank text", write: (writer, usual) => withTurns(writer, usual, writer.user(" ")) },
	{ name: "a turn that is null", write: (writer, usual) => ({ ...usual, [writer.turns]: [null] }), status: 400 },
];

describe.each(clients)("a client of $id", (client) => {
	const writer = writers[client.id];

	describe.each(clients)("at a provider of $id", ({ id: protocol }) => {
		it.each(bad)("$name", async ({ write, status, told }) => {
			const named = `at-${protocol}/${model}`;
			const usual = client.body({ turns: [{ by: "user", text: "Say hi" }] }, named, false);

			const response = await gateway.call("POST", client.path(named, false), write(writer, usual));
			const answer = await response.text();

			expect([200, 400]).toContain(response.status);
			if (status) expect(response.status, answer.slice(0, 300)).toBe(status);
			if (response.status === 400) expectClear(client.id, answer);
			else {
				expect(client.read(answer, false)).toMatchObject({ error: "", finish: expect.stringMatching(/stop|tools/) });
				if (told) expect(upstream.chats()[0]?.body).toMatch(told);
			}
		});
	});

	it("a model whose arguments are cut off is read, whole and streamed, by a client of every protocol", async () => {
		for (const stream of [false, true]) {
			upstream.script(keyOf("openai-chat"), { body: cutCall, frames: cutFrames });
			const named = `at-openai-chat/${model}`;
			const asked = { turns: [{ by: "user", text: "Use get_weather" } as const], tools: ["get_weather"] };

			const response = await gateway.call("POST", client.path(named, stream), client.body(asked, named, stream));

			expect(response.status).toBe(200);
			expect(await response.text()).toContain("Oslo");
		}
	});
});

/** The client's own form of an error, short, with the fault's place where it has one. */
function expectClear(client: ProtocolId, answer: string): void {
	expect(answer.length).toBeLessThan(1500);
	const body: JsonObject = JSON.parse(answer);
	expect(errorIn(body)).toMatch(/\w{3}/);
	if (client === "anthropic-messages") expect(body).toMatchObject({ type: "error", error: { type: "invalid_request_error" } });
	else if (client === "gemini") expect(body).toMatchObject({ error: { code: 400, status: "INVALID_ARGUMENT" } });
	else expect(object(body.error)).toMatchObject({ type: "invalid_request_error" });
}

const cutArguments = '{"city":"Oslo';
const cutHead = { id: "chatcmpl-1", created: 1, model: "m" };
const cut = { index: 0, id: "call_1", type: "function", function: { name: "get_weather", arguments: cutArguments } };
const cutUsage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
const cutCall = {
	...cutHead,
	object: "chat.completion",
	choices: [{ index: 0, message: { role: "assistant", content: null, tool_calls: [cut] }, finish_reason: "length" }],
	usage: cutUsage,
};
const cutFrames = [
	...[{ role: "assistant", tool_calls: [cut] }, {}].map((delta, at) =>
		dataOf({ ...cutHead, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: at === 0 ? null : "length" }] }),
	),
	"data: [DONE]\n\n",
];
function dataOf(chunk: JsonObject): string {
	return `data: ${JSON.stringify(chunk)}\n\n`;
}
