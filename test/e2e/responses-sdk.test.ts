import OpenAI, { APIError, BadRequestError, NotFoundError, RateLimitError } from "openai";
import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { FunctionTool, ResponseInput } from "openai/resources/responses/responses";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, keyOf, linkVendors, startTestGateway, type TestGateway } from "../support/gateway.ts";

const weather: FunctionTool = {
	type: "function",
	name: "get_weather",
	description: "Weather of a city",
	parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false },
	strict: false,
};
const onePixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** One model of each kind of provider the gateway translates to, and two that speak the protocol themselves. */
const targets = [
	{ provider: "fake-chat", model: "fake-chat/model-x" },
	{ provider: "fake-responses", model: "fake-responses/model-x" },
	{ provider: "openai", model: "openai/gpt-6.1-sol" },
	{ provider: "anthropic", model: "anthropic/claude-sonnet-5-5" },
	{ provider: "gemini", model: "gemini/gemini-3.8-flash" },
] as const;

let upstream: FakeUpstream;
let gateway: TestGateway;
let openai: OpenAI;

beforeAll(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	await gateway.link({ id: "fake-chat", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, ["fake-chat"]);
	await gateway.link({ id: "fake-responses", protocol: "openai-responses", baseUrl: `${upstream.origin}/v1` }, ["fake-responses"]);
	await linkVendors(gateway, upstream);
	openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: adminKey, maxRetries: 0 });
});
afterEach(() => upstream.reset());
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

describe.each(targets)("responses of the openai SDK, asked of $model", ({ provider, model }) => {
	it("create", async () => {
		const answer = await openai.responses.create({ model, instructions: "Be brief.", input: "Say hi" });

		expect(answer).toMatchObject({ object: "response", status: "completed", error: null, output_text: "You said: Say hi" });
		expect(answer.id).toMatch(/^resp_/);
		expect(Math.abs(answer.created_at - Date.now() / 1000)).toBeLessThan(60);
		expect(answer.output[0]).toMatchObject({ type: "message", role: "assistant", id: expect.stringMatching(/^msg_/) });
		expect(answer.usage?.output_tokens).toBeGreaterThan(0);
		expect(answer.usage?.total_tokens).toBe((answer.usage?.input_tokens ?? 0) + (answer.usage?.output_tokens ?? 0));
	});

	it("stream", async () => {
		const stream = openai.responses.stream({ model, input: [{ role: "user", content: "Say hi" }] });

		const deltas: string[] = [];
		stream.on("response.output_text.delta", ({ delta }) => deltas.push(delta));
		const answer = await stream.finalResponse();

		expect(deltas.join("")).toBe("You said: Say hi");
		expect(deltas.length).toBeGreaterThan(1);
		expect(answer).toMatchObject({ status: "completed", output_text: "You said: Say hi" });
		expect(Math.abs(answer.created_at - Date.now() / 1000)).toBeLessThan(60);
		expect(answer.usage?.output_tokens).toBeGreaterThan(0);
	});

	it("events in order, each with its number", async () => {
		const events = [];
		for await (const event of await openai.responses.create({ model, input: "Say hi", stream: true })) events.push(event);

		const types = events.map(({ type }) => type);
		expect(types.slice(0, 3)).toEqual(["response.created", "response.in_progress", "response.output_item.added"]);
		expect(types.at(-1)).toBe("response.completed");
		expect(events.map((event) => ("sequence_number" in event ? event.sequence_number : undefined))).toEqual(events.map((_, at) => at));
	});

	it.each([
		{ streamed: false, reasoning: false },
		{ streamed: true, reasoning: false },
		{ streamed: false, reasoning: true },
		{ streamed: true, reasoning: true },
	])("a tool loop (%o)", async ({ streamed, reasoning }) => {
		const ask = (input: ResponseInput) => {
			const request = {
				model,
				input,
				tools: [weather],
				...(reasoning && {
					reasoning: { effort: "low" as const, summary: "auto" as const },
					include: ["reasoning.encrypted_content" as const],
				}),
			};
			return streamed ? openai.responses.stream(request).finalResponse() : openai.responses.create(request);
		};
		const question: ResponseInput = [{ role: "user", content: "Weather in Oslo?" }];

		const first = await ask(question);
		const [call] = first.output.flatMap((item) => (item.type === "function_call" ? [item] : []));
		if (!call) throw new Error("no tool call came");
		const history = first.output.flatMap((item) =>
			item.type === "function_call" || item.type === "reasoning" || item.type === "message" ? [item] : [],
		);
		const second = await ask([...question, ...history, { type: "function_call_output", call_id: call.call_id, output: "12 degrees" }]);

		expect(first.status).toBe("completed");
		expect(call).toMatchObject({ name: "get_weather", status: "completed", id: expect.stringMatching(/^fc_/) });
		expect(JSON.parse(call.arguments)).toHaveProperty("city");
		expect(second.output_text).toMatch(/The tool said: .*12 degrees/);
	});

	it("an image", async () => {
		const answer = await openai.responses.create({
			model,
			input: [
				{
					role: "user",
					content: [
						{ type: "input_text", text: "What is this?" },
						{ type: "input_image", image_url: onePixel, detail: "auto" },
					],
				},
			],
		});

		expect(answer.output_text).toContain("image/png");
	});

	it("structured output", async () => {
		const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };

		const answer = await openai.responses.create({
			model,
			input: "Where?",
			text: { format: { type: "json_schema", name: "place", schema, strict: true } },
		});

		expect(JSON.parse(answer.output_text)).toEqual({ city: "Oslo" });
	});

	it.each([false, true])("an answer cut by max_output_tokens (streamed: %s)", async (streamed) => {
		const request = { model, max_output_tokens: 16, input: "word ".repeat(40) };

		const answer = await (streamed ? openai.responses.stream(request).finalResponse() : openai.responses.create(request));

		expect(answer).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
		expect(answer.output_text).toMatch(/^You said: word/);
	});

	it("errors as the SDK's own classes", async () => {
		const ask = () => openai.responses.create({ model, input: "hi" });

		upstream.script(keyOf(provider), { status: 400 });
		await expect(ask()).rejects.toThrow(BadRequestError);
		upstream.script(keyOf(provider), { status: 429, headers: { "retry-after": "30" } });
		await expect(ask()).rejects.toThrow(RateLimitError);
		await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider}`);
	});

	it("an error as the first event of a 200 stream is an error of the request", async () => {
		upstream.script(keyOf(provider), { firstEventError: "The server is overloaded." });

		await expect(openai.responses.create({ model, input: "hi", stream: true })).rejects.toThrow(APIError);
		await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider}`);
	});
});

describe.each(["fake-responses/model-x", "openai/gpt-5.3-codex"])(
	"chat completions of the openai SDK, asked of %s, which speaks Responses only",
	(model) => {
		const tools = [{ type: "function" as const, function: { name: "get_weather", parameters: weather.parameters ?? {} } }];

		it.each([false, true])("a tool loop with reasoning (streamed: %s)", async (streamed) => {
			const ask = async (messages: ChatCompletionMessageParam[]) => {
				const request = { model, messages, tools, reasoning_effort: "low" as const };
				const answer = streamed
					? await openai.chat.completions.stream({ ...request, stream_options: { include_usage: true } }).finalChatCompletion()
					: await openai.chat.completions.create(request);
				expect(answer.usage?.total_tokens).toBeGreaterThan(0);
				return answer.choices[0];
			};
			const question: ChatCompletionMessageParam[] = [
				{ role: "system", content: "Be brief." },
				{ role: "user", content: "Weather in Oslo?" },
			];

			const first = await ask(question);
			const call = first?.message.tool_calls?.[0];
			if (call?.type !== "function" || !first) throw new Error("no tool call came");
			const second = await ask([...question, first.message, { role: "tool", tool_call_id: call.id, content: "12 degrees" }]);

			expect(first.finish_reason).toBe("tool_calls");
			expect(second).toMatchObject({ finish_reason: "stop", message: { content: "The tool said: 12 degrees" } });
			const sent = upstream.chats().map(({ path, body }) => ({ path, ...JSON.parse(body) }));
			expect(sent).toMatchObject([
				{ path: "/v1/responses", store: false, instructions: "Be brief.", include: ["reasoning.encrypted_content"] },
				{ path: "/v1/responses" },
			]);
		});

		it("an answer that is cut, and an error after output", async () => {
			const provider = model.slice(0, model.indexOf("/"));
			const cut = await openai.chat.completions.create({
				model,
				max_completion_tokens: 2,
				messages: [{ role: "user", content: "a ".repeat(40) }],
			});
			upstream.script(keyOf(provider), { errorAfter: 6 });
			const stream = await openai.chat.completions.create({
				model,
				stream: true,
				messages: [{ role: "user", content: "one two three four" }],
			});
			const reading = (async () => {
				for await (const _ of stream);
			})();

			expect(cut.choices[0]?.finish_reason).toBe("length");
			await expect(reading).rejects.toThrow(APIError);
			await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider}`);
		});
	},
);

describe("what only the protocol itself can say", () => {
	const hosted = { input: "News?", tools: [{ type: "web_search" as const }] };

	it("passes where the provider speaks it", async () => {
		await openai.responses.create({ ...hosted, model: "fake-responses/model-x", store: true, metadata: { a: "b" } });

		const sent = JSON.parse(upstream.chats(keyOf("fake-responses"))[0]?.body ?? "{}");
		expect(sent).toEqual({ ...hosted, model: "model-x", store: true, metadata: { a: "b" } });
	});

	it("goes to OpenAI's own endpoint, byte for byte but for the model", async () => {
		const body = '{ "input":"hi",\n "model" : "openai/gpt-6.1-sol", "text":{"verbosity":"low"}, "zz_new": [1.0] }';

		const answer = await gateway.call("POST", "/v1/responses", body);

		expect(answer.status).toBe(400);
		const [sent] = upstream.chats(keyOf("openai"));
		expect(sent?.path).toBe("/v1/responses");
		expect(sent?.body).toBe(body.replace("openai/gpt-6.1-sol", "gpt-6.1-sol"));
	});

	it.each(["fake-chat/model-x", "anthropic/claude-sonnet-5-5", "gemini/gemini-3.8-flash"])(
		"is a 400 that names it for %s",
		async (model) => {
			const refused = async (request: object) =>
				openai.responses.create({ model, input: "hi", ...request }).catch((error: unknown) => {
					if (error instanceof BadRequestError) return { code: error.code, param: error.param };
					throw error;
				});

			expect(await refused({ tools: [weather, ...hosted.tools] })).toEqual({ code: "unsupported_parameter", param: "tools[1]" });
			expect(await refused({ previous_response_id: "resp_1" })).toEqual({ code: "unsupported_parameter", param: "previous_response_id" });
			expect(await refused({ background: true })).toEqual({ code: "unsupported_parameter", param: "background" });
			expect(await refused({ input: [{ type: "item_reference", id: "msg_1" }] })).toEqual({
				code: "unsupported_parameter",
				param: "input[0]",
			});
		},
	);

	it("a lossy translation is told", async () => {
		const { response } = await openai.responses
			.create({ model: "anthropic/claude-sonnet-5-5", input: "hi", metadata: { a: "b" }, service_tier: "flex" })
			.withResponse();

		expect(response.headers.get("x-smart-router-warning")).toMatch(/dropped: metadata.*dropped: service_tier/);
	});
});

describe("failures", () => {
	it.each(["fake-chat", "anthropic", "gemini"] as const)("after output end the stream of %s with response.failed", async (provider) => {
		const model = targets.find((target) => target.provider === provider)?.model ?? "";
		upstream.script(keyOf(provider), { errorAfter: 5 });

		const events = [];
		for await (const event of await openai.responses.create({ model, input: "one two three four five six", stream: true }))
			events.push(event);

		const last = events.at(-1);
		if (last?.type !== "response.failed") throw new Error(`ended with ${last?.type}`);
		const created = events[0];
		expect(last.response.id).toBe(created?.type === "response.created" ? created.response.id : "");
		expect(last.response).toMatchObject({ status: "failed", error: { code: "server_error" } });
		expect(last.response.output[0]).toMatchObject({ type: "message", status: "incomplete" });
		await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider}`);
	});

	it("a passthrough that breaks ends with response.failed too", async () => {
		upstream.script(keyOf("fake-responses"), { breakAfter: 6 });

		const events = [];
		const asked = { model: "fake-responses/model-x", input: "one two three four", stream: true } as const;
		for await (const event of await openai.responses.create(asked)) events.push(event);

		const [created, last] = [events[0], events.at(-1)];
		if (created?.type !== "response.created" || last?.type !== "response.failed") throw new Error(`ended with ${last?.type}`);
		expect(last.response).toMatchObject({ id: created.response.id, model: created.response.model, status: "failed" });
		expect(last.response.error).toMatchObject({ code: "server_error", message: expect.stringContaining("broke the stream") });
		await gateway.admin("DELETE", "/admin/cooldowns?provider=fake-responses");
	});

	it("wrong input is named in the client's words", async () => {
		const wrong = (body: object) => gateway.call("POST", "/v1/responses", body).then((response) => response.json());

		expect(await wrong({ input: "hi" })).toMatchObject({ error: { param: "model", type: "invalid_request_error" } });
		expect(await wrong({ model: "auto", input: [{ role: "user" }] })).toMatchObject({ error: { param: "input[0].content" } });
		expect(await wrong({ model: "auto", input: [{ type: "function_call", call_id: "a" }] })).toMatchObject({
			error: { param: "input[0].name" },
		});
		await expect(openai.responses.create({ model: "gpt-6.1-soll", input: "hi" })).rejects.toThrow(NotFoundError);
	});
});
