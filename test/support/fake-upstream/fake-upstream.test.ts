import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "./fake-upstream.ts";

let upstream: FakeUpstream;
beforeAll(async () => {
	upstream = await startFakeUpstream();
});
beforeEach(() => upstream.reset());
afterAll(() => upstream.close());

const openai = (apiKey = "key-a") => new OpenAI({ apiKey, baseURL: `${upstream.origin}/v1`, maxRetries: 0 });
const user = (content: string) => ({ role: "user" as const, content });
const weather = {
	type: "function" as const,
	function: { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" }, days: { type: "integer" } } } },
};
const post = (path: string, headers: Record<string, string>, body: unknown) =>
	fetch(upstream.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
const framesOf = async (response: Response) =>
	(await response.text())
		.split("\n\n")
		.filter((frame) => frame !== "")
		.map((frame) => JSON.parse(frame.slice(frame.indexOf("data: ") + 6)));

test("OpenAI's SDK reads the echo, whole and streamed, with usage", async () => {
	const whole = await openai().chat.completions.create({ model: "m", messages: [user("hello there")] });
	const stream = openai().chat.completions.stream({ model: "m", messages: [user("hello there")], stream_options: { include_usage: true } });
	const streamed = await stream.finalChatCompletion();

	expect(whole.choices[0]?.message.content).toBe("You said: hello there");
	expect(whole.usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 });
	expect(streamed.choices[0]?.message.content).toBe("You said: hello there");
	expect(streamed.usage).toEqual(whole.usage);
	expect(upstream.calls("key-a").map((call) => [call.path, call.status, call.aborted])).toEqual([
		["/v1/chat/completions", 200, false],
		["/v1/chat/completions", 200, false],
	]);
});

test("a tool is called, and its result answered in text", async () => {
	const first = openai().chat.completions.stream({ model: "m", messages: [user("weather?")], tools: [weather] });
	const called = (await first.finalChatCompletion()).choices[0];
	const call = called?.message.tool_calls?.[0];
	const messages = [
		user("weather?"),
		{ role: "assistant" as const, tool_calls: call ? [call] : [] },
		{ role: "tool" as const, tool_call_id: call?.id ?? "", content: "sunny" },
	];
	const second = await openai().chat.completions.create({ model: "m", messages, tools: [weather] });

	expect(called?.finish_reason).toBe("tool_calls");
	expect(call).toMatchObject({ function: { name: "get_weather", arguments: '{"city":"Oslo","days":1}' } });
	expect(second.choices[0]?.message.content).toBe("The tool said: sunny");
});

test("a limit on tokens cuts the answer and says so", async () => {
	const answer = await openai().chat.completions.create({ model: "m", messages: [user("one two three")], max_completion_tokens: 3 });

	expect(answer.choices[0]).toMatchObject({ finish_reason: "length", message: { content: "You said: one" } });
});

test("OpenAI's SDK reads Responses, whole and streamed, and a tool call", async () => {
	const tools = [{ type: "function" as const, name: "get_weather", parameters: weather.function.parameters, strict: false }];
	const whole = await openai().responses.create({ model: "m", input: "hello there", reasoning: { effort: "low" } });
	const streamed = await openai()
		.responses.stream({ model: "m", input: "hello there", reasoning: { effort: "low" } })
		.finalResponse();
	const called = await openai().responses.stream({ model: "m", input: "weather?", tools }).finalResponse();

	expect(whole).toMatchObject({ status: "completed", output_text: "You said: hello there", usage: { input_tokens: 2 } });
	expect(streamed.output_text).toBe(whole.output_text);
	expect(streamed.output.map(({ type }) => type)).toEqual(["reasoning", "message"]);
	expect(called.output[0]).toMatchObject({ type: "function_call", name: "get_weather", arguments: '{"city":"Oslo","days":1}' });
	expect(upstream.calls("key-a").map(({ path }) => path)).toEqual(["/v1/responses", "/v1/responses", "/v1/responses"]);
});

test("Anthropic's frames come in the vendor's order", async () => {
	const body = { model: "c", max_tokens: 99, stream: true, messages: [user("hi")], thinking: { type: "adaptive" } };
	const frames = await framesOf(await post("/v1/messages", { "x-api-key": "key-a", "anthropic-version": "2023-06-01" }, body));

	expect(frames.map((frame) => frame.delta?.type ?? frame.type)).toEqual([
		"message_start",
		"ping",
		"content_block_start",
		"thinking_delta",
		"signature_delta",
		"content_block_stop",
		"content_block_start",
		"text_delta",
		"text_delta",
		"text_delta",
		"content_block_stop",
		"message_delta",
		"message_stop",
	]);
	expect(frames.at(-2)).toMatchObject({ delta: { stop_reason: "end_turn" }, usage: { input_tokens: 1 } });
});

test("Gemini's frames are whole responses, a call carries a signature", async () => {
	const url = "/v1beta/models/gemini-fake:streamGenerateContent?alt=sse";
	const tools = [{ functionDeclarations: [{ name: "get_weather", parametersJsonSchema: weather.function.parameters }] }];
	const contents = [{ role: "user", parts: [{ text: "hi" }] }];
	const said = await framesOf(await post(url, { "x-goog-api-key": "key-a" }, { contents }));
	const called = await framesOf(await post(url, { "x-goog-api-key": "key-a" }, { contents, tools }));

	expect(said.map((frame) => frame.candidates[0].content.parts[0].text).join("")).toBe("You said: hi");
	expect(said.map((frame) => frame.candidates[0].finishReason)).toEqual([undefined, undefined, undefined, "STOP"]);
	expect(called[0].candidates[0].content.parts[0]).toMatchObject({
		functionCall: { name: "get_weather" },
		thoughtSignature: expect.any(String),
	});
});

test("an unknown key is refused as each vendor does", async () => {
	upstream.revoke("key-b");
	const statuses = await Promise.all([
		post("/v1/chat/completions", { authorization: "Bearer key-b" }, {}),
		post("/v1/messages", { "x-api-key": "key-b" }, {}),
		post("/v1beta/models/g:generateContent", { "x-goog-api-key": "key-b" }, {}),
		fetch(`${upstream.origin}/v1/models`, { headers: { authorization: "Bearer key-b" } }),
		fetch(`${upstream.origin}/v1/models`),
	]);

	expect(statuses.map((response) => response.status)).toEqual([401, 401, 400, 401, 401]);
});

test("what a vendor refuses is refused, unless it only looks alike", async () => {
	const lenient = await startFakeUpstream({ rules: false });
	const body = JSON.stringify({ model: "m", messages: [user("hi")], no_such_field: 1 });
	const request = { method: "POST", headers: { authorization: "Bearer key-a" }, body };
	const strictly = await fetch(`${upstream.origin}/v1/chat/completions`, request);
	const leniently = await fetch(`${lenient.origin}/v1/chat/completions`, request);
	const anthropic = await post("/v1/messages", { "x-api-key": "key-a", "anthropic-version": "2023-06-01" }, { model: "c", messages: [] });
	const gemini = await post("/v1beta/models/g:generateContent", { "x-goog-api-key": "key-a" }, { contents: [], no_such_field: 1 });
	await lenient.close();

	expect([strictly.status, leniently.status, anthropic.status, gemini.status]).toEqual([400, 200, 400, 400]);
	expect(await strictly.json()).toMatchObject({ error: { message: expect.stringContaining("no_such_field") } });
	expect(await anthropic.json()).toMatchObject({ error: { message: expect.stringContaining("max_tokens") } });
});

test("a script's steps come one after another, the verification of keys not counted", async () => {
	upstream.script("key-a", { status: 429, headers: { "retry-after": "30" } }, {});
	const models = await fetch(`${upstream.origin}/v1/models`, { headers: { authorization: "Bearer key-a" } });
	const limited = await post("/v1/chat/completions", { authorization: "Bearer key-a" }, { model: "m", messages: [user("hi")] });
	const other = await post("/v1/chat/completions", { authorization: "Bearer key-b" }, { model: "m", messages: [user("hi")] });
	const again = await post("/v1/chat/completions", { authorization: "Bearer key-a" }, { model: "m", messages: [user("hi")] });

	expect([models.status, limited.status, other.status, again.status]).toEqual([200, 429, 200, 200]);
	expect(limited.headers.get("retry-after")).toBe("30");
	expect(await limited.json()).toMatchObject({ error: { code: "rate_limit_exceeded" } });
});

test("a limited model leaves the others alone", async () => {
	upstream.script("key-a", { modelLimited: "m" });
	const [limited, other] = await Promise.all(
		["m", "n"].map((model) => post("/v1/chat/completions", { authorization: "Bearer key-a" }, { model, messages: [user("hi")] })),
	);

	expect([limited?.status, other?.status]).toEqual([429, 200]);
});

test("streams fail first, midway, or break", async () => {
	const body = { model: "m", stream: true, messages: [user("hi")] };
	const headers = { authorization: "Bearer key-a" };
	upstream.script("key-a", { firstEventError: "busy" }, { errorAfter: 2 }, { breakAfter: 2 });
	const first = await framesOf(await post("/v1/chat/completions", headers, body));
	const midway = await framesOf(await post("/v1/chat/completions", headers, body));
	const broken = await post("/v1/chat/completions", headers, body);

	expect(first).toEqual([{ error: expect.objectContaining({ message: "busy" }) }]);
	expect(midway.map((frame) => frame.object ?? "error")).toEqual(["chat.completion.chunk", "chat.completion.chunk", "error"]);
	await expect(broken.text()).rejects.toThrow();
	expect(upstream.calls()[2]).toMatchObject({ framesSent: 2, broken: true, aborted: false });
});

test("a gate lets frames through one by one, and a hang-up is seen", async () => {
	const gate = upstream.gate("key-a");
	const hangUp = new AbortController();
	const response = await fetch(`${upstream.origin}/v1/chat/completions`, {
		method: "POST",
		headers: { authorization: "Bearer key-a" },
		body: JSON.stringify({ model: "m", stream: true, messages: [user("hi")] }),
		signal: hangUp.signal,
	});
	const sentBefore = upstream.calls()[0]?.framesSent;
	gate.release(2);
	await upstream.until(([call]) => call?.framesSent === 2);
	hangUp.abort();
	await upstream.until(([call]) => call?.endedAt !== undefined);

	await expect(response.text()).rejects.toThrow();
	expect(sentBefore).toBe(0);
	expect(upstream.calls()[0]).toMatchObject({ framesSent: 2, aborted: true });
});

test("a call that hangs ends when the caller leaves", async () => {
	upstream.script("key-a", { hang: true });
	const hangUp = new AbortController();
	const answer = fetch(`${upstream.origin}/v1/messages`, {
		method: "POST",
		headers: { "x-api-key": "key-a" },
		body: "{}",
		signal: hangUp.signal,
	});
	await upstream.until((calls) => calls.length === 1);
	hangUp.abort();

	await expect(answer).rejects.toThrow();
	await upstream.until(([call]) => call?.aborted === true);
});
