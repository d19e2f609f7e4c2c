import OpenAI, { APIUserAbortError, AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from "openai";
import type { ChatCompletionMessageParam, ChatCompletionTool } from "openai/resources/chat/completions";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, keyOf, linkVendors, startTestGateway, type TestGateway } from "../support/gateway.ts";

const weather: ChatCompletionTool = {
	type: "function",
	function: {
		name: "get_weather",
		description: "Weather of a city",
		parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
	},
};
const onePixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** One model of each kind of provider the gateway translates to. */
const targets = ["fake/model-x", "openai/gpt-6.1-sol", "openai/gpt-5.3-codex", "anthropic/claude-sonnet-5-5", "gemini/gemini-3.8-flash"];

let upstream: FakeUpstream;
let gateway: TestGateway;
let openai: OpenAI;

beforeAll(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	await gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, ["fake"]);
	await linkVendors(gateway, upstream);
	openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: adminKey, maxRetries: 0 });
});
afterEach(() => upstream.reset());
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

describe.each(targets)("the openai SDK asks %s", (model) => {
	it("for a chat", async () => {
		const answer = await openai.chat.completions.create({
			model,
			messages: [
				{ role: "system", content: "Be brief." },
				{ role: "user", content: "Say hi" },
			],
		});

		expect(answer.object).toBe("chat.completion");
		expect(answer.choices[0]).toMatchObject({ finish_reason: "stop", message: { role: "assistant", content: "You said: Say hi" } });
		expect(answer.usage?.total_tokens).toBe((answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0));
		expect(answer.usage?.completion_tokens).toBeGreaterThan(0);
	});

	it("for a stream with usage", async () => {
		const stream = openai.chat.completions.stream({
			model,
			messages: [{ role: "user", content: "Say hi" }],
			stream_options: { include_usage: true },
		});

		const deltas: string[] = [];
		stream.on("content", (delta) => deltas.push(delta));
		const answer = await stream.finalChatCompletion();

		expect(deltas.join("")).toBe("You said: Say hi");
		expect(deltas.length).toBeGreaterThan(1);
		expect(answer.choices[0]?.finish_reason).toBe("stop");
		expect(answer.usage?.completion_tokens).toBeGreaterThan(0);
	});

	it.each([false, true])("for a tool loop (streamed: %s)", async (streamed) => {
		const ask = async (messages: ChatCompletionMessageParam[]) =>
			streamed
				? openai.chat.completions.stream({ model, messages, tools: [weather] }).finalChatCompletion()
				: openai.chat.completions.create({ model, messages, tools: [weather] });
		const question: ChatCompletionMessageParam = { role: "user", content: "Weather in Oslo?" };

		const first = (await ask([question])).choices[0];
		const call = first?.message.tool_calls?.[0];
		if (call?.type !== "function" || !first) throw new Error("no tool call came");
		const second = await ask([question, first.message, { role: "tool", tool_call_id: call.id, content: "12 degrees" }]);

		expect(first.finish_reason).toBe("tool_calls");
		expect(call.function.name).toBe("get_weather");
		expect(JSON.parse(call.function.arguments)).toHaveProperty("city");
		expect(second.choices[0]?.message.content).toMatch(/The tool said: .*12 degrees/);
	});

	it("to look at an image", async () => {
		const answer = await openai.chat.completions.create({
			model,
			messages: [
				{
					role: "user",
					content: [
						{ type: "text", text: "What is this?" },
						{ type: "image_url", image_url: { url: onePixel } },
					],
				},
			],
		});

		expect(answer.choices[0]?.message.content).toContain("image/png");
	});

	it("for at most so many tokens", async () => {
		const answer = await openai.chat.completions.create({
			model,
			max_completion_tokens: 16,
			messages: [{ role: "user", content: "one two three four five six ".repeat(5) }],
		});

		expect(answer.choices[0]?.finish_reason).toBe("length");
	});

	it("and gets its errors as the SDK's own classes", async () => {
		const provider = model.slice(0, model.indexOf("/"));
		const ask = () => openai.chat.completions.create({ model, messages: [{ role: "user", content: "hi" }] });

		upstream.script(keyOf(provider), { status: 400 });
		await expect(ask()).rejects.toThrow(BadRequestError);
		upstream.script(keyOf(provider), { status: 429, headers: { "retry-after": "30" } });
		await expect(ask()).rejects.toThrow(RateLimitError);
		await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider}`);
	});
});

describe("the openai SDK", () => {
	it("aborts a stream and the upstream call with it", async () => {
		const gate = upstream.gate();
		const started = openai.chat.completions.create({
			model: "fake/model-x",
			stream: true,
			messages: [{ role: "user", content: "one two three" }],
		});
		gate.release(3);
		const stream = await started;

		for await (const _ of stream) {
			stream.controller.abort();
			break;
		}
		await upstream.until((calls) => calls.some((call) => call.aborted));

		expect(stream.controller.signal.aborted).toBe(true);
	});

	it("aborts a call that has no answer yet", async () => {
		upstream.script(keyOf("fake"), { hang: true });
		const hangUp = new AbortController();
		const asked = openai.chat.completions.create(
			{ model: "fake/model-x", messages: [{ role: "user", content: "hi" }] },
			{ signal: hangUp.signal },
		);
		const outcome = expect(asked).rejects.toThrow(APIUserAbortError);
		await upstream.until((calls) => calls.length > 0);

		hangUp.abort();

		await outcome;
	});

	it("is answered by the first model of several that can do what it asks", async () => {
		const claude = "anthropic/claude-sonnet-5-5";
		const ask = () => openai.chat.completions.create({ model: claude, n: 2, messages: [{ role: "user", content: "hi" }] });
		await gateway.admin("PUT", "/admin/routing", { fallbacks: { [claude]: ["gemini/gemini-3.8-flash", "fake/model-x"] } });
		const { response } = await ask().withResponse();
		await gateway.admin("PUT", "/admin/routing", {});

		expect(response.headers.get("x-smart-router-provider")).toBe("fake");
		expect(upstream.chats().map(({ body }) => JSON.parse(body))).toMatchObject([{ model: "model-x", n: 2 }]);
		await expect(ask()).rejects.toMatchObject({ status: 400, param: "n", code: "unsupported_parameter" });
	});

	it("lists models and finds one", async () => {
		const ids = (await openai.models.list()).data.map(({ id }) => id);

		expect(ids).toEqual(expect.arrayContaining(["auto", "anthropic/claude-sonnet-5-5", "gemini/gemini-3.8-flash"]));
		expect(await openai.models.retrieve("anthropic/claude-sonnet-5-5")).toMatchObject({
			id: "anthropic/claude-sonnet-5-5",
			owned_by: "anthropic",
			smart_router: {
				as_of: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
				context_length: 1_000_000,
				max_output_tokens: 128_000,
				pricing: { unit: "USD per million tokens", input: 2, output: 10, cache_read: 0.1 },
				capabilities: { tools: true, images: true, pdf: true, structured_output: true, reasoning: true },
			},
		});
		expect(await openai.models.retrieve("auto")).not.toHaveProperty("smart_router");
	});

	it("tells an unknown model and a wrong key apart", async () => {
		const hi = { messages: [{ role: "user" as const, content: "hi" }] };
		const stranger = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: "sr_local_wrong", maxRetries: 0 });

		await expect(openai.chat.completions.create({ ...hi, model: "gpt-6.1-soll" })).rejects.toThrow(NotFoundError);
		await expect(openai.chat.completions.create({ ...hi, model: "gpt-6.1-soll" })).rejects.toThrow(/gpt-6\.1-sol/);
		await expect(stranger.chat.completions.create({ ...hi, model: "auto" })).rejects.toThrow(AuthenticationError);
	});

	it("is answered by auto, with the headers that tell who", async () => {
		const { response } = await openai.chat.completions
			.create({ model: "auto", messages: [{ role: "user", content: "hi" }] })
			.withResponse();

		for (const name of ["provider", "profile", "model", "tier", "score", "reason", "attempts", "request-id"]) {
			expect(response.headers.get(`x-smart-router-${name}`), name).toBeTruthy();
		}
	});
});
