import {
	ApiError,
	type CallableTool,
	type Content,
	FinishReason,
	FunctionCallingConfigMode,
	type FunctionDeclaration,
	GoogleGenAI,
	type Part,
} from "@google/genai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, keyOf, linkVendors, startTestGateway, type TestGateway } from "../support/gateway.ts";

const weather: FunctionDeclaration = {
	name: "get_weather",
	description: "Weather of a city",
	parametersJsonSchema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const time: FunctionDeclaration = { ...weather, name: "get_time" };
const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** One model of each kind of provider. */
const targets = ["fake/model-x", "openai/gpt-6.1-sol", "openai/gpt-5.3-codex", "anthropic/claude-sonnet-5-5", "gemini/gemini-3.8-flash"];
const providerOf = (model: string): string => model.slice(0, model.indexOf("/"));

let upstream: FakeUpstream;
let gateway: TestGateway;
let google: GoogleGenAI;

const client = (apiKey: string, apiVersion?: string): GoogleGenAI =>
	new GoogleGenAI({ apiKey, ...(apiVersion && { apiVersion }), httpOptions: { baseUrl: gateway.url, retryOptions: { attempts: 1 } } });

beforeAll(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	await gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, ["fake"]);
	await linkVendors(gateway, upstream);
	google = client(adminKey);
});
afterEach(() => upstream.reset());
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

describe.each(targets)("the Google SDK asks %s", (model) => {
	it.each([undefined, "v1beta"])("for a chat (version %s)", async (version) => {
		const answer = await client(adminKey, version).models.generateContent({
			model,
			contents: "Say hi",
			config: { systemInstruction: "Be brief.", temperature: 1 },
		});

		expect(answer.text).toBe("You said: Say hi");
		expect(answer.candidates?.[0]?.finishReason).toBe(FinishReason.STOP);
		expect(answer.usageMetadata?.candidatesTokenCount).toBeGreaterThan(0);
		expect(answer.usageMetadata?.totalTokenCount).toBeGreaterThan(answer.usageMetadata?.candidatesTokenCount ?? 0);
	});

	it("for a stream, and goes on with the conversation", async () => {
		const chat = google.chats.create({ model });
		const texts: string[] = [];
		let last: { finish: string | undefined; tokens: number | undefined } = { finish: undefined, tokens: undefined };

		for await (const chunk of await chat.sendMessageStream({ message: "Say hi" })) {
			texts.push(chunk.text ?? "");
			last = { finish: chunk.candidates?.[0]?.finishReason, tokens: chunk.usageMetadata?.candidatesTokenCount };
		}
		const second = await chat.sendMessage({ message: "Again" });

		expect(texts.join("")).toBe("You said: Say hi");
		expect(texts.filter((text) => text !== "").length).toBeGreaterThan(1);
		expect(last).toEqual({ finish: "STOP", tokens: expect.any(Number) });
		expect(second.text).toBe("You said: Again");
		expect(chat.getHistory(true)).toHaveLength(chat.getHistory(false).length);
	});

	it.each([
		[false, "get_weather"],
		[true, "get_weather"],
		[false, "get_weather and get_time"],
		[true, "get_weather and get_time"],
	])("for a tool loop (streamed: %s): %s", async (streamed, wanted) => {
		const config = { tools: [{ functionDeclarations: [weather, time] }] };
		const ask = async (contents: Content[]): Promise<Part[]> => {
			if (!streamed) return (await google.models.generateContent({ model, contents, config })).candidates?.[0]?.content?.parts ?? [];
			const parts: Part[] = [];
			for await (const chunk of await google.models.generateContentStream({ model, contents, config })) {
				parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
			}
			return parts;
		};
		const question: Content = { role: "user", parts: [{ text: `Use ${wanted} for Oslo` }] };

		const first = await ask([question]);
		const calls = first.flatMap((part) => (part.functionCall ? [part.functionCall] : []));
		const results = calls.map(
			({ id, name }): Part => ({
				functionResponse: { ...(id !== undefined && { id }), name: name ?? "", response: { output: `12 from ${name}` } },
			}),
		);
		const second = await ask([question, { role: "model", parts: first }, { role: "user", parts: results }]);

		expect(calls.map(({ name }) => name).join(" and ")).toBe(wanted);
		for (const { args } of calls) expect(args).toHaveProperty("city");
		expect(second.map(({ text }) => text ?? "").join("")).toMatch(/The tool said: .*12 from get_weather/);
	});

	it("by the SDK's own automatic calling", async () => {
		const tool: CallableTool = {
			tool: async () => ({ functionDeclarations: [weather] }),
			callTool: async (calls) =>
				calls.map(({ id, name }) => ({
					functionResponse: { ...(id !== undefined && { id }), name: name ?? "", response: { output: "12 degrees" } },
				})),
		};

		const answer = await google.models.generateContent({ model, contents: "Weather in Oslo?", config: { tools: [tool] } });

		expect(answer.text).toContain("12 degrees");
	});

	it("for a forced tool", async () => {
		const answer = await google.models.generateContent({
			model,
			contents: "Hello",
			config: {
				tools: [{ functionDeclarations: [weather, time] }],
				toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ["get_time"] } },
			},
		});

		expect(answer.functionCalls?.map(({ name }) => name)).toEqual(["get_time"]);
	});

	it("to look at an image", async () => {
		const answer = await google.models.generateContent({
			model,
			contents: [{ role: "user", parts: [{ inlineData: { mimeType: "image/png", data: onePixel } }, { text: "What is this?" }] }],
		});

		expect(answer.text).toContain("image/png");
	});

	it("for JSON by a schema of its own kind", async () => {
		const answer = await google.models.generateContent({
			model,
			contents: "A city",
			config: {
				responseMimeType: "application/json",
				responseJsonSchema: {
					type: "object",
					properties: { city: { type: "string" } },
					required: ["city"],
					additionalProperties: false,
				},
			},
		});

		expect(JSON.parse(answer.text ?? "")).toEqual({ city: "Oslo" });
	});

	it("for at most so many tokens", async () => {
		const answer = await google.models.generateContent({
			model,
			contents: "one two three four five six ".repeat(5),
			config: { maxOutputTokens: 16 },
		});

		expect(answer.candidates?.[0]?.finishReason).toBe(FinishReason.MAX_TOKENS);
	});

	it("to think, and takes the thoughts back", async () => {
		const config = { thinkingConfig: { includeThoughts: true }, tools: [{ functionDeclarations: [weather] }] };
		const question: Content = { role: "user", parts: [{ text: "Weather in Oslo?" }] };

		const first = await google.models.generateContent({ model, contents: [question], config });
		const said = first.candidates?.[0]?.content;
		const results = (first.functionCalls ?? []).map(
			({ id, name }): Part => ({
				functionResponse: { ...(id !== undefined && { id }), name: name ?? "", response: { output: "12 degrees" } },
			}),
		);
		const second = await google.models.generateContent({
			model,
			contents: [question, said ?? { parts: [] }, { role: "user", parts: results }],
			config,
		});

		expect(second.text).toContain("12 degrees");
	});

	it("and gets its errors as the SDK's own class", async () => {
		const provider = providerOf(model);
		const ask = () => google.models.generateContent({ model, contents: "hi" });

		upstream.script(keyOf(provider), { status: 400 });
		await expect(ask()).rejects.toMatchObject({ name: "ApiError", status: 400 });
		upstream.script(keyOf(provider), { status: 429, headers: { "retry-after": "30" } });
		await expect(ask()).rejects.toMatchObject({ status: 429, message: expect.stringContaining("RESOURCE_EXHAUSTED") });
		await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider}`);
	});

	it("and hears of an error after output", async () => {
		upstream.script(keyOf(providerOf(model)), { errorAfter: 3 });
		const reading = (async () => {
			for await (const _ of await google.models.generateContentStream({ model, contents: "one two three four" }));
		})();

		await expect(reading).rejects.toThrow(ApiError);

		await gateway.admin("DELETE", `/admin/cooldowns?provider=${providerOf(model)}`);
	});

	it("to count tokens", async () => {
		const answer = await google.models.countTokens({ model, contents: "How long is this sentence of mine?" });

		expect(answer.totalTokens).toBeGreaterThan(5);
		const warning = answer.sdkHttpResponse?.headers?.["x-smart-router-warning"] ?? "";
		expect(warning.startsWith("estimated")).toBe(providerOf(model) !== "gemini");
	});

	it("for a stream without alt=sse, which is one array", async () => {
		const path = `/v1beta/models/${encodeURIComponent(model)}:streamGenerateContent?key=${adminKey}`;
		const body = { contents: [{ parts: [{ text: "Say hi" }] }] };

		const response = await fetch(gateway.url + path, { method: "POST", body: JSON.stringify(body) });
		const chunks = (await response.json()) as { candidates: { content: { parts: Part[] } }[] }[];

		expect(response.headers.get("content-type")).toBe("application/json");
		expect(chunks.length).toBeGreaterThan(1);
		const texts = chunks.flatMap(({ candidates }) => candidates.flatMap(({ content }) => content.parts.map(({ text }) => text ?? "")));
		expect(texts.join("")).toBe("You said: Say hi");
	});

	it("and an array that breaks is ended by the error", async () => {
		upstream.script(keyOf(providerOf(model)), { breakAfter: 8 });

		const response = await gateway.call("POST", `/v1/models/${model}:streamGenerateContent`, {
			contents: [{ parts: [{ text: "one two three four five six seven eight nine ten" }] }],
		});
		const chunks = (await response.json()) as { error?: { status: string } }[];

		expect(chunks.at(-1)?.error?.status).toBe("INTERNAL");
		await gateway.admin("DELETE", `/admin/cooldowns?provider=${providerOf(model)}`);
	});
});

describe("the Google SDK", () => {
	it("is answered by a Google account from its body untouched", async () => {
		const body = `{ "contents":[{"parts":[{"text":"\\u0068i"}]}],\n"safetySettings":[], "generationConfig":{"temperature":1.0}}`;

		const response = await gateway.call("POST", "/v1beta/models/gemini/gemini-3.8-flash:generateContent", body);

		expect(response.status).toBe(200);
		expect(upstream.chats().at(-1)).toMatchObject({ body, path: "/v1beta/models/gemini-3.8-flash:generateContent" });
	});

	it("may lose a signature: the call is sent once more with the word that stands for one", async () => {
		const contents = [
			{ role: "user", parts: [{ text: "Weather in Oslo?" }] },
			{ role: "model", parts: [{ functionCall: { name: "get_weather", args: { city: "Oslo" } } }] },
			{ role: "user", parts: [{ functionResponse: { name: "get_weather", response: { result: "12 degrees" } } }] },
		];

		const response = await gateway.call("POST", "/v1beta/models/gemini/gemini-3.8-flash:generateContent", { contents });

		expect(response.status).toBe(200);
		expect(response.headers.get("x-smart-router-warning")).toContain("the provider refused a signature");
		expect(upstream.chats().map(({ body }) => body.includes("thoughtSignature"))).toEqual([false, true]);
	});

	it("goes from one provider to another in mid-turn, and nobody sees the other's signatures", async () => {
		const config = { thinkingConfig: { includeThoughts: true }, tools: [{ functionDeclarations: [weather] }] };
		const question: Content = { role: "user", parts: [{ text: "Weather in Oslo?" }] };

		for (const from of targets) {
			const first = await google.models.generateContent({ model: from, contents: [question], config });
			const said = first.candidates?.[0]?.content ?? { parts: [] };
			const results = (first.functionCalls ?? []).map(
				({ id, name }): Part => ({
					functionResponse: { ...(id !== undefined && { id }), name: name ?? "", response: { output: "12 degrees" } },
				}),
			);
			for (const to of targets) {
				const answer = await google.models.generateContent({
					model: to,
					contents: [question, said, { role: "user", parts: results }],
					config,
				});

				expect(answer.text, `${from} then ${to}`).toContain("12 degrees");
				expect(upstream.chats().at(-1)?.body, `${from} then ${to}`).not.toContain("c21hcnQtcm91dGVy");
			}
		}
	});

	it("aborts a stream and the upstream call with it", async () => {
		const gate = upstream.gate();
		const hangUp = new AbortController();
		const started = google.models.generateContentStream({
			model: "fake/model-x",
			contents: "one two three",
			config: { abortSignal: hangUp.signal },
		});
		gate.release(3);
		const stream = await started;

		const reading = (async () => {
			for await (const _ of stream) hangUp.abort();
		})();

		await expect(reading).rejects.toThrow();
		await upstream.until((calls) => calls.some((call) => call.aborted));
	});

	it("lists models and finds one, in both versions", async () => {
		for (const version of ["v1", "v1beta"]) {
			const sdk = client(adminKey, version);
			const names: string[] = [];
			for await (const model of await sdk.models.list()) names.push(model.name ?? "");

			expect(names).toEqual(expect.arrayContaining(["models/auto", "models/gemini/gemini-3.8-flash"]));
			expect(await sdk.models.get({ model: "gemini/gemini-3.8-flash" })).toMatchObject({
				name: "models/gemini/gemini-3.8-flash",
				inputTokenLimit: 1_048_576,
				outputTokenLimit: 65_536,
				thinking: true,
				supportedActions: expect.arrayContaining(["generateContent", "countTokens"]),
			});
		}
	});

	it("tells an unknown model, a wrong key and a bad request apart", async () => {
		const ask = (sdk: GoogleGenAI, model: string, contents: Content[]) => sdk.models.generateContent({ model, contents });
		const hi: Content[] = [{ role: "user", parts: [{ text: "hi" }] }];

		await expect(ask(google, "gemini-3.8-flush", hi)).rejects.toMatchObject({ status: 404, message: expect.stringContaining("NOT_FOUND") });
		await expect(ask(client("sr_local_wrong"), "auto", hi)).rejects.toMatchObject({
			status: 401,
			message: expect.stringContaining("UNAUTHENTICATED"),
		});
		await expect(ask(google, "auto", [{ role: "robot", parts: [] }])).rejects.toMatchObject({
			status: 400,
			message: expect.stringContaining("contents[0].role"),
		});
	});
});
