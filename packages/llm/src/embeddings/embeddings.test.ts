import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { InvalidRequest, MalformedAnswer } from "../protocols/protocol.ts";
import { builtInProviders } from "../providers/registry.ts";
import { vectorFromBase64, vectorToBase64 } from "./base64.ts";
import { embeddingsFile } from "./catalog.schema.ts";
import { defaultEmbeddings, embeddingModelsOf, embeddingsDate, findEmbeddingModel } from "./catalog.ts";
import { embeddingProtocol } from "./embedding.ts";
import { geminiBatchEmbed, geminiEmbedContent, geminiEmbeddingsUpstream } from "./gemini.ts";
import { openaiEmbeddings, openaiEmbeddingsUpstream } from "./openai.ts";

const content = (...texts: string[]) => ({ parts: texts.map((text) => ({ text })) });
const paramOf = (run: () => unknown): string | undefined => {
	try {
		run();
		return undefined;
	} catch (error) {
		if (error instanceof InvalidRequest) return error.param;
		throw error;
	}
};

describe("catalog/embeddings.json", () => {
	const file = embeddingsFile.parse(JSON.parse(readFileSync(new URL("../../catalog/embeddings.json", import.meta.url), "utf8")));

	it("names each model once, at a provider that exists, and says when it was collected", () => {
		const names = file.models.map(({ provider, id }) => `${provider}/${id}`);

		expect(new Set(names).size).toBe(names.length);
		for (const { provider } of file.models) expect(builtInProviders.map(({ id }) => id)).toContain(provider);
		expect(embeddingsDate).toBe(file.asOf);
	});

	it("gives auto the usual model of each provider", () => {
		expect(defaultEmbeddings).toEqual(["openai/text-embedding-3-small", "gemini/gemini-embedding-001"]);
		expect(embeddingModelsOf("anthropic")).toEqual([]);
		expect(findEmbeddingModel("openai", "gpt-4.1")).toBeUndefined();
	});
});

describe("the protocol of a provider", () => {
	it.each([
		["openai-chat", [], "gemini", "openai-chat"],
		["openai-responses", [], "openai-chat", "openai-chat"],
		["openai-chat", ["gemini"], "gemini", "gemini"],
		["gemini", [], "openai-chat", "gemini"],
		["anthropic-messages", [], "openai-chat", undefined],
		["anthropic-messages", ["openai-chat"], "gemini", "openai-chat"],
	] as const)("%s, also %s, asked by %s: %s", (protocol, alsoSpeaks, client, spoken) => {
		expect(embeddingProtocol({ protocol, alsoSpeaks }, client)).toBe(spoken);
	});
});

describe("base64", () => {
	it("keeps every vector of 32-bit floats", () => {
		fc.assert(
			fc.property(fc.array(fc.float({ noNaN: true })), (vector) => {
				expect(vectorFromBase64(vectorToBase64(vector))).toEqual(vector);
			}),
			{ numRuns: runs(50, 1000) },
		);
	});

	it("is little-endian, and ignores half a number", () => {
		expect(vectorToBase64([1])).toBe("AACAPw==");
		expect(vectorFromBase64("AACAPwAA")).toEqual([1]);
	});
});

describe("an OpenAI client", () => {
	it.each([
		["one", ["one"]],
		[
			["one", "two"],
			["one", "two"],
		],
		[[1, 2], []],
		[[[1], [2]], []],
	])("asks for %j", (input, texts) => {
		const request = openaiEmbeddings.parseRequest({ model: "m", input });

		expect(request.texts).toEqual(texts);
		expect(request.untranslatable?.param).toBe(texts.length === 0 ? "input" : undefined);
	});

	it.each([
		["input", { model: "m" }],
		["input", { model: "m", input: [] }],
		["model", { input: "x" }],
		["dimensions", { model: "m", input: "x", dimensions: 0 }],
		["encoding_format", { model: "m", input: "x", encoding_format: "int8" }],
	])("is told what is wrong: %s", (param, body) => {
		expect(paramOf(() => openaiEmbeddings.parseRequest(body))).toBe(param);
	});

	it("may say what others cannot: named when it matters, dropped when it does not", () => {
		const request = openaiEmbeddings.parseRequest({ model: "m", input: "x", user: "u", truncate: "END", dimensions: null });

		expect(request).toMatchObject({ droppable: ["user"], untranslatable: { param: "truncate" } });
		expect(request.dimensions).toBeUndefined();
	});

	it("passes its own body on with another model id only", () => {
		expect(openaiEmbeddings.passRequest('{ "model":"openai/m", "input":[1],"x":1e400 }', "m")).toBe(
			'{ "model":"m", "input":[1],"x":1e400 }',
		);
	});
});

describe("a Gemini client", () => {
	it("asks for one text, or for several of one length", () => {
		const one = geminiEmbedContent.parseRequest({ content: content("a", "b"), outputDimensionality: 3 }, "models/m");
		const requests = [{ content: content("a") }, { content: content("b"), taskType: "TASK_TYPE_UNSPECIFIED" }];
		const several = geminiBatchEmbed.parseRequest({ requests }, "m");

		expect(one).toEqual({ model: "m", texts: ["a\nb"], dimensions: 3, encoding: "float", droppable: [] });
		expect(several).toEqual({ model: "m", texts: ["a", "b"], encoding: "float", droppable: [] });
	});

	it.each([
		["requests[1].taskType", [{ content: content("a") }, { content: content("b"), taskType: "CLUSTERING" }]],
		["requests[0].title", [{ content: content("a"), title: "t" }]],
		["requests[1].outputDimensionality", [{ content: content("a") }, { content: content("b"), outputDimensionality: 3 }]],
		["requests[0].content.parts[1]", [{ content: { parts: [{ text: "a" }, { inlineData: {} }] } }]],
	])("says what no other can: %s", (param, requests) => {
		expect(geminiBatchEmbed.parseRequest({ requests }, "m").untranslatable?.param).toBe(param);
	});

	it.each([
		["requests", {}],
		["requests", { requests: [] }],
		["requests[0].content", { requests: [{}] }],
	])("is told what is wrong: %s", (param, body) => {
		expect(paramOf(() => geminiBatchEmbed.parseRequest(body, "m"))).toBe(param);
	});

	it("passes its own body on, the model named anew wherever it stands", () => {
		const batch = geminiBatchEmbed.passRequest('{"requests":[{"model":"models/gemini/m","content":{},"new":1},{"content":{}}]}', "m");

		expect(JSON.parse(batch)).toEqual({
			requests: [
				{ model: "models/m", content: {}, new: 1 },
				{ model: "models/m", content: {} },
			],
		});
		expect(geminiEmbedContent.passRequest('{"model":"models/gemini/m","content":{}}', "m")).toBe('{"model":"models/m","content":{}}');
		expect(geminiEmbedContent.passRequest('{"content":{}}', "m")).toBe('{"content":{}}');
	});
});

describe("a translation", () => {
	const texts = fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 4 });
	const dimensions = fc.option(fc.integer({ min: 1, max: 4000 }), { nil: undefined });

	it("keeps texts and dimensions, both ways", () => {
		fc.assert(
			fc.property(texts, dimensions, (said, length) => {
				const wanted = {
					model: "m",
					texts: said,
					...(length !== undefined && { dimensions: length }),
					encoding: "float",
					droppable: [],
				} as const;

				expect(geminiBatchEmbed.parseRequest(geminiEmbeddingsUpstream.buildRequest(wanted, "m"), "m")).toEqual(wanted);
				expect(openaiEmbeddings.parseRequest(openaiEmbeddingsUpstream.buildRequest(wanted, "m"))).toEqual(wanted);
			}),
			{ numRuns: runs(50, 1000) },
		);
	});

	it.each(["float", "base64"] as const)("keeps vectors and usage, written as %s", (encoding) => {
		const response = {
			vectors: [[0.5, -1], [2]],
			model: "m",
			usage: { input: 7, output: 0, cachedInput: 0, cacheWriteInput: 0, reasoning: 0 },
		};
		const request = { model: "m", texts: ["a", "b"], encoding, droppable: [] };
		const { model: _, ...nameless } = response;

		expect(openaiEmbeddingsUpstream.parseResponse(openaiEmbeddings.buildResponse(response, request))).toEqual(response);
		expect(geminiEmbeddingsUpstream.parseResponse(geminiBatchEmbed.buildResponse(response, request))).toEqual(nameless);
		expect(openaiEmbeddingsUpstream.usageIn(JSON.stringify(openaiEmbeddings.buildResponse(response, request)))).toEqual(response.usage);
		for (const client of [geminiBatchEmbed, geminiEmbedContent]) {
			expect(geminiEmbeddingsUpstream.usageIn(JSON.stringify(client.buildResponse(response, request)))).toEqual(response.usage);
		}
	});

	it("reads vectors by their index, whatever their order", () => {
		const data = [
			{ index: 1, embedding: [1] },
			{ index: 0, embedding: [0] },
		];

		expect(openaiEmbeddingsUpstream.parseResponse({ data, unknown: true }).vectors).toEqual([[0], [1]]);
	});

	it.each([null, [], {}, { data: 1 }, { embeddings: "x" }, "x"])("calls %j no answer", (body) => {
		expect(() => openaiEmbeddingsUpstream.parseResponse(body)).toThrow(MalformedAnswer);
		expect(() => geminiEmbeddingsUpstream.parseResponse(body)).toThrow(MalformedAnswer);
		expect(() => openaiEmbeddingsUpstream.usageIn(JSON.stringify(body))).toThrow(MalformedAnswer);
		expect(() => geminiEmbeddingsUpstream.usageIn(JSON.stringify(body))).toThrow(MalformedAnswer);
	});
});
