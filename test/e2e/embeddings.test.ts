import { GoogleGenAI } from "@google/genai";
import OpenAI, { BadRequestError } from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { vectorOf } from "../support/fake-upstream/embeddings.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";

const models = ["openai/text-embedding-3-small", "gemini/gemini-embedding-001", "fake/any-embedding"];

let upstream: FakeUpstream;
let gateway: TestGateway;
let openai: OpenAI;

const google = (apiVersion: string): GoogleGenAI =>
	new GoogleGenAI({ apiKey: adminKey, apiVersion, httpOptions: { baseUrl: gateway.url, retryOptions: { attempts: 1 } } });
const post = (path: string, body: unknown): Promise<Response> =>
	fetch(gateway.url + path, { method: "POST", headers: { authorization: `Bearer ${adminKey}` }, body: JSON.stringify(body) });

beforeAll(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	await gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, ["fake"]);
	await gateway.link({ id: "openai", baseUrl: `${upstream.origin}/v1` }, ["openai-a", "openai-b"]);
	await gateway.link({ id: "anthropic", baseUrl: upstream.origin }, ["anthropic"]);
	await gateway.link({ id: "gemini", baseUrl: upstream.origin }, ["gemini"]);
	openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: adminKey, maxRetries: 0 });
});
afterEach(() => upstream.reset());
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

describe.each(models)("embeddings of %s", (model) => {
	it.each([undefined, "float", "base64"] as const)("for the openai SDK (%s)", async (encoding_format) => {
		const made = await openai.embeddings.create({ model, input: ["one two", "three"], ...(encoding_format && { encoding_format }) });

		const vectors = made.data.map(({ embedding }: { embedding: number[] | string }) => embedding);
		const base64 = [vectorOf("one two"), vectorOf("three")].map((vector) =>
			Buffer.from(new Float32Array(vector).buffer).toString("base64"),
		);
		expect(vectors).toEqual(encoding_format === "base64" ? base64 : [vectorOf("one two"), vectorOf("three")]);
		expect(made.data.map(({ index }) => index)).toEqual([0, 1]);
		expect(made.usage.prompt_tokens).toBeGreaterThan(0);
		expect(made.usage.total_tokens).toBe(made.usage.prompt_tokens);
	});

	it("with fewer dimensions, for the openai SDK", async () => {
		const made = await openai.embeddings.create({ model, input: "one", dimensions: 4 });

		expect(made.data[0]?.embedding).toEqual(vectorOf("one", 4));
	});

	it.each(["v1", "v1beta"])("for the Google SDK (%s)", async (version) => {
		const made = await google(version).models.embedContent({ model, contents: ["one", "two"], config: { outputDimensionality: 3 } });

		expect(made.embeddings?.map(({ values }) => values)).toEqual([vectorOf("one", 3), vectorOf("two", 3)]);
	});

	it("of one text, at :embedContent", async () => {
		const answer = await post(`/v1beta/models/${model}:embedContent`, { content: { parts: [{ text: "one" }] } });

		expect(await answer.json()).toMatchObject({ embedding: { values: vectorOf("one") } });
	});
});

describe("embeddings", () => {
	it("fail over to the next account, and the failed one rests", async () => {
		upstream.script(keyOf("openai-a"), { status: 429, headers: { "retry-after": "60" } });
		upstream.script(keyOf("openai-b"), {});
		const ask = () => openai.embeddings.create({ model: "text-embedding-3-small", input: "hello" });

		await Promise.all([ask(), ask()]);
		await ask();
		const limited = upstream.calls(keyOf("openai-a")).length;
		await ask();

		expect(limited).toBeGreaterThan(0);
		expect(upstream.calls(keyOf("openai-a"))).toHaveLength(limited);
		await gateway.admin("DELETE", "/admin/cooldowns?provider=openai");
	});

	it("of auto come from one model that makes them, and tell which", async () => {
		const { response, data } = await openai.embeddings.create({ model: "auto", input: "hello" }).withResponse();

		expect(response.headers.get("x-smart-router-model")).toBe("text-embedding-3-small");
		expect(data.data[0]?.embedding).toEqual(vectorOf("hello"));
	});

	it("of Anthropic are refused with the reason", async () => {
		const asked = openai.embeddings.create({ model: "anthropic/claude-sonnet-5-5", input: "hello" });

		await expect(asked).rejects.toThrow(BadRequestError);
		await expect(openai.embeddings.create({ model: "anthropic/claude-sonnet-5-5", input: "hello" })).rejects.toThrow(/no embeddings/);
		expect(upstream.chats()).toHaveLength(0);
	});

	it("of tokens reach OpenAI and are refused for Gemini", async () => {
		const made = await openai.embeddings.create({ model: "text-embedding-3-small", input: [[1, 2], [3]] });

		expect(made.data).toHaveLength(2);
		await expect(openai.embeddings.create({ model: "gemini/gemini-embedding-001", input: [1, 2] })).rejects.toMatchObject({
			status: 400,
			param: "input",
		});
	});

	it("for a task reach Gemini and are refused for OpenAI", async () => {
		const config = { taskType: "RETRIEVAL_QUERY" };
		const made = await google("v1").models.embedContent({ model: "gemini-embedding-001", contents: "one", config });

		expect(made.embeddings).toHaveLength(1);
		expect(upstream.calls(keyOf("gemini"))[0]?.body).toContain("RETRIEVAL_QUERY");
		await expect(google("v1").models.embedContent({ model: models[0] ?? "", contents: "one", config })).rejects.toMatchObject({
			status: 400,
			message: expect.stringContaining("taskType"),
		});
	});

	it("say what was dropped on the way", async () => {
		const model = "gemini/gemini-embedding-001";
		const { response } = await openai.embeddings.create({ model, input: "hello", user: "someone" }).withResponse();

		expect(response.headers.get("x-smart-router-warning")).toBe("dropped: user; estimated: tokens, because the provider told none");
	});

	it("are recorded like chats, with their tokens", async () => {
		const { response, data } = await openai.embeddings.create({ model: "text-embedding-3-small", input: "one two" }).withResponse();
		const recorded = await gateway.admin("GET", "/admin/requests?limit=50");

		expect(JSON.stringify(recorded)).not.toContain("one two");
		expect(recorded).toMatchObject({
			data: expect.arrayContaining([
				expect.objectContaining({
					id: response.headers.get("x-smart-router-request-id"),
					model: "text-embedding-3-small",
					outcome: "ok",
					inputTokens: data.usage.prompt_tokens,
				}),
			]),
		});
	});

	it("of a provider that leaves a vector out are an error, not wrong vectors", async () => {
		upstream.script(keyOf("gemini"), { status: 200, body: { embeddings: [{ values: [1] }] } });
		const asked = openai.embeddings.create({ model: "gemini/gemini-embedding-001", input: ["one", "two"] });

		await expect(asked).rejects.toMatchObject({ status: 502 });
		await gateway.admin("DELETE", "/admin/cooldowns?provider=gemini");
	});

	it("are listed with what the catalog knows", async () => {
		const listed = await google("v1beta").models.get({ model: "gemini/gemini-embedding-001" });

		expect(listed).toMatchObject({ inputTokenLimit: 2048, supportedActions: ["embedContent", "batchEmbedContents"] });
		expect(await openai.models.retrieve("text-embedding-3-small")).toMatchObject({
			smart_router: { context_length: 8192, capabilities: { embeddings: true, dimensions: 1536 } },
		});
	});
});
