import Anthropic, { APIUserAbortError, AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from "@anthropic-ai/sdk";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, keyOf, linkVendors, startTestGateway, type TestGateway } from "../support/gateway.ts";

const weather: Anthropic.Tool = {
	name: "get_weather",
	description: "Weather of a city",
	input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** One model of each kind of provider. */
const targets = ["fake/model-x", "openai/gpt-6.1-sol", "openai/gpt-5.3-codex", "anthropic/claude-sonnet-5-5", "gemini/gemini-3.8-flash"];
const providerOf = (model: string): string => model.slice(0, model.indexOf("/"));

let upstream: FakeUpstream;
let gateway: TestGateway;
let anthropic: Anthropic;

beforeAll(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	await gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, ["fake"]);
	await linkVendors(gateway, upstream);
	anthropic = new Anthropic({ baseURL: gateway.url, apiKey: adminKey, maxRetries: 0 });
});
afterEach(() => upstream.reset());
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

const textOf = ({ content }: Anthropic.Message): string => content.map((block) => (block.type === "text" ? block.text : "")).join("");

describe.each(targets)("the Anthropic SDK asks %s", (model) => {
	it("for a chat", async () => {
		const answer = await anthropic.messages.create({
			model,
			max_tokens: 1000,
			system: [{ type: "text", text: "Be brief." }],
			messages: [{ role: "user", content: "Say hi" }],
		});

		expect(answer).toMatchObject({ type: "message", role: "assistant", stop_reason: "end_turn", stop_sequence: null });
		expect(answer.id).not.toBe("");
		expect(textOf(answer)).toBe("You said: Say hi");
		expect(answer.usage.input_tokens).toBeGreaterThan(0);
		expect(answer.usage.output_tokens).toBeGreaterThan(0);
	});

	it("for a stream", async () => {
		const deltas: string[] = [];
		const stream = anthropic.messages.stream({ model, max_tokens: 1000, messages: [{ role: "user", content: "Say hi" }] });
		stream.on("text", (delta) => deltas.push(delta));

		const answer = await stream.finalMessage();

		expect(deltas.join("")).toBe("You said: Say hi");
		expect(deltas.length).toBeGreaterThan(1);
		expect(answer.stop_reason).toBe("end_turn");
		expect(answer.usage.input_tokens).toBeGreaterThan(0);
		expect(answer.usage.output_tokens).toBeGreaterThan(0);
	});

	it.each([
		[false, "get_weather"],
		[true, "get_weather"],
		[false, "get_weather and get_time"],
		[true, "get_weather and get_time"],
	])("for a tool loop (streamed: %s): %s", async (streamed, wanted) => {
		const tools = [weather, { ...weather, name: "get_time" }];
		const ask = (messages: Anthropic.MessageParam[]): Promise<Anthropic.Message> =>
			streamed
				? anthropic.messages.stream({ model, max_tokens: 1000, messages, tools }).finalMessage()
				: anthropic.messages.create({ model, max_tokens: 1000, messages, tools });
		const question: Anthropic.MessageParam = { role: "user", content: `Use ${wanted} for Oslo` };

		const first = await ask([question]);
		const calls = first.content.filter((block) => block.type === "tool_use");
		const results = calls.map(
			(call): Anthropic.ToolResultBlockParam => ({ type: "tool_result", tool_use_id: call.id, content: `12 from ${call.name}` }),
		);
		const second = await ask([question, { role: "assistant", content: first.content }, { role: "user", content: results }]);

		expect(first.stop_reason).toBe("tool_use");
		expect(calls.map(({ name }) => name).join(" and ")).toBe(wanted);
		for (const { input } of calls) expect(input).toHaveProperty("city");
		expect(textOf(second)).toMatch(/The tool said: .*12 from get_weather/);
	});

	it("by the SDK's own tool runner", async () => {
		const answer = await anthropic.beta.messages.toolRunner({
			model,
			max_tokens: 1000,
			messages: [{ role: "user", content: "Weather in Oslo?" }],
			tools: [{ ...weather, type: "custom", run: async () => "12 degrees", parse: (input: unknown) => input }],
		});

		expect(answer.content.map((block) => (block.type === "text" ? block.text : "")).join("")).toContain("12 degrees");
	});

	it("to look at an image, and at one that a tool brings", async () => {
		const image: Anthropic.ImageBlockParam = { type: "image", source: { type: "base64", media_type: "image/png", data: onePixel } };
		const asked = await anthropic.messages.create({
			model,
			max_tokens: 1000,
			messages: [{ role: "user", content: [image, { type: "text", text: "What is this?" }] }],
		});
		await anthropic.messages.create({
			model,
			max_tokens: 1000,
			tools: [weather],
			messages: [
				{ role: "user", content: "Draw it" },
				{ role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "get_weather", input: { city: "Oslo" } }] },
				{
					role: "user",
					content: [{ type: "tool_result", tool_use_id: "toolu_1", is_error: true, content: [{ type: "text", text: "blurred" }, image] }],
				},
			],
		});

		expect(textOf(asked)).toContain("image/png");
		expect(upstream.chats().at(-1)?.body).toContain("blurred");
		expect(upstream.chats().at(-1)?.body).toContain(onePixel);
	});

	it("for at most so many tokens", async () => {
		const answer = await anthropic.messages.create({
			model,
			max_tokens: 16,
			messages: [{ role: "user", content: "one two three four five six ".repeat(5) }],
		});

		expect(answer.stop_reason).toBe("max_tokens");
	});

	it("to think, and takes the thinking back", async () => {
		const asked = { model, max_tokens: 4000, thinking: { type: "adaptive" as const, display: "summarized" as const }, tools: [weather] };
		const question: Anthropic.MessageParam = { role: "user", content: "Weather in Oslo?" };

		const first = await anthropic.messages.stream({ ...asked, messages: [question] }).finalMessage();
		const results = first.content.flatMap((block): Anthropic.ToolResultBlockParam[] =>
			block.type === "tool_use" ? [{ type: "tool_result", tool_use_id: block.id, content: "12 degrees" }] : [],
		);
		const second = await anthropic.messages.create({
			...asked,
			messages: [question, { role: "assistant", content: first.content }, { role: "user", content: results }],
		});

		for (const block of first.content) if (block.type === "thinking") expect(block.signature).not.toBe("");
		expect(textOf(second)).toContain("12 degrees");
	});

	it("and gets its errors as the SDK's own classes", async () => {
		const provider = providerOf(model);
		const ask = () => anthropic.messages.create({ model, max_tokens: 10, messages: [{ role: "user", content: "hi" }] });

		upstream.script(keyOf(provider), { status: 400 });
		await expect(ask()).rejects.toThrow(BadRequestError);
		upstream.script(keyOf(provider), { status: 429, headers: { "retry-after": "30" } });
		await expect(ask()).rejects.toThrow(RateLimitError);
		await expect(ask()).rejects.toMatchObject({ type: "rate_limit_error", error: { type: "error", error: { type: "rate_limit_error" } } });
		await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider}`);
	});

	it("and hears of an error after output", async () => {
		upstream.script(keyOf(providerOf(model)), { errorAfter: 3 });
		const seen: string[] = [];
		const stream = anthropic.messages.stream({ model, max_tokens: 1000, messages: [{ role: "user", content: "one two three four" }] });
		stream.on("text", (delta) => seen.push(delta));

		await expect(stream.finalMessage()).rejects.toThrow(Anthropic.APIError);

		await gateway.admin("DELETE", `/admin/cooldowns?provider=${providerOf(model)}`);
	});

	it("to count tokens", async () => {
		const { data, response } = await anthropic.messages
			.countTokens({ model, system: "Be brief.", messages: [{ role: "user", content: "How long is this sentence of mine?" }] })
			.withResponse();

		expect(data.input_tokens).toBeGreaterThan(5);
		expect(response.headers.get("x-smart-router-warning")?.startsWith("estimated") ?? false).toBe(providerOf(model) !== "anthropic");
	});
});

describe("the Anthropic SDK", () => {
	it("has its version and betas passed on", async () => {
		const betas = ["context-management-2025-06-27", "made-up-2099-01-01"];

		await anthropic.beta.messages.create({
			model: "anthropic/claude-sonnet-5-5",
			max_tokens: 10,
			betas,
			messages: [{ role: "user", content: "hi" }],
		});

		const call = upstream.chats().at(-1);
		expect(call?.headers["anthropic-beta"]).toBe(betas.join(","));
		expect(call?.headers["anthropic-version"]).toMatch(/^\d{4}-\d\d-\d\d$/);
	});

	it("is answered by an Anthropic account from its body untouched but for the model", async () => {
		const body = `{ "max_tokens":5, "model" : "anthropic/claude-sonnet-5-5",\n"service_tier":"standard_only","temperature":1.0,"messages":[{"role":"user","content":"\\u0068i"}]}`;

		const response = await gateway.call("POST", "/v1/messages?beta=true", body, { "anthropic-version": "2023-06-01" });

		expect(response.status).toBe(200);
		expect(upstream.chats().at(-1)?.body).toBe(body.replace("anthropic/claude", "claude"));
	});

	it("goes from one provider to another in mid-turn, and nobody sees the other's signatures", async () => {
		const asked = { max_tokens: 4000, thinking: { type: "adaptive" as const, display: "summarized" as const }, tools: [weather] };
		const question: Anthropic.MessageParam = { role: "user", content: "Weather in Oslo?" };
		let content: Anthropic.ContentBlockParam[] = [];

		for (const from of targets) {
			const first = await anthropic.messages.create({ ...asked, model: from, messages: [question] });
			content = first.content as Anthropic.ContentBlockParam[];
			const results = first.content.flatMap((block): Anthropic.ToolResultBlockParam[] =>
				block.type === "tool_use" ? [{ type: "tool_result", tool_use_id: block.id, content: "12 degrees" }] : [],
			);
			for (const to of targets) {
				const answer = await anthropic.messages.create({
					...asked,
					model: to,
					messages: [question, { role: "assistant", content }, { role: "user", content: results }],
				});

				expect(textOf(answer), `${from} then ${to}`).toContain("12 degrees");
				expect(upstream.chats().at(-1)?.body, `${from} then ${to}`).not.toContain("c21hcnQtcm91dGVy");
			}
		}
	});

	it("aborts a stream and the upstream call with it", async () => {
		const gate = upstream.gate();
		const stream = anthropic.messages.stream({
			model: "fake/model-x",
			max_tokens: 100,
			messages: [{ role: "user", content: "one two three" }],
		});
		const outcome = expect(stream.finalMessage()).rejects.toThrow(APIUserAbortError);
		stream.once("text", () => stream.abort());
		gate.release(3);

		await outcome;
		await upstream.until((calls) => calls.some((call) => call.aborted));
	});

	it("lists models and finds one", async () => {
		const listed = await anthropic.models.list();
		const ids: string[] = [];
		for await (const model of listed) ids.push(model.id);

		expect(ids).toEqual(expect.arrayContaining(["auto", "anthropic/claude-sonnet-5-5", "gemini/gemini-3.8-flash"]));
		expect(await anthropic.models.retrieve("anthropic/claude-sonnet-5-5")).toMatchObject({
			type: "model",
			id: "anthropic/claude-sonnet-5-5",
			line: "sonnet",
			max_input_tokens: 1_000_000,
			max_tokens: 128_000,
			capabilities: {
				image_input: { supported: true },
				pdf_input: { supported: true },
				structured_outputs: { supported: true },
				thinking: { supported: true, types: { adaptive: { supported: true } } },
			},
			smart_router: { pricing: { input: 2, output: 10 } },
		});
		expect(await anthropic.models.retrieve("auto")).toMatchObject({ max_input_tokens: null, capabilities: null });
	});

	it("tells an unknown model, a wrong key and a bad request apart, with the request's id", async () => {
		const hi = { max_tokens: 10, messages: [{ role: "user" as const, content: "hi" }] };
		const stranger = new Anthropic({ baseURL: gateway.url, apiKey: "sr_local_wrong", maxRetries: 0 });

		await expect(anthropic.messages.create({ ...hi, model: "claude-sonnet-5-6" })).rejects.toThrow(NotFoundError);
		await expect(stranger.messages.create({ ...hi, model: "auto" })).rejects.toThrow(AuthenticationError);
		await expect(stranger.messages.create({ ...hi, model: "auto" })).rejects.toMatchObject({
			type: "authentication_error",
			error: { request_id: expect.stringMatching(/.+/) },
		});
		await expect(anthropic.messages.create({ ...hi, model: "auto", messages: [] })).rejects.toThrow(/messages/);
	});

	it("may ask whether anybody is there", async () => {
		const response = await fetch(`${gateway.url}/api/hello`, { method: "HEAD" });

		expect(response.status).toBeLessThan(300);
	});
});
