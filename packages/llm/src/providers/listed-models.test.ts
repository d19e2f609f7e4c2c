import { describe, expect, it } from "vitest";
import { readListedModels } from "./listed-models.ts";

const google = { protocol: "gemini" } as const;
const anthropic = { protocol: "anthropic-messages" } as const;
const openai = { protocol: "openai-chat" } as const;
const codeAssist = { protocol: "code-assist" } as const;

describe("what a provider's own list tells", () => {
	it("Google's: limits, and only of models that chat", () => {
		const models = [
			{
				name: "models/gemini-x",
				inputTokenLimit: 1_048_576,
				outputTokenLimit: 65_536,
				thinking: true,
				supportedGenerationMethods: ["generateContent"],
			},
			{ name: "models/embedding-x", inputTokenLimit: 2048, supportedGenerationMethods: ["embedContent"] },
			{ name: "models/plain" },
		];

		expect(readListedModels(google, { models })).toEqual([
			{ id: "gemini-x", facts: { context: 1_048_576, maxOutput: 65_536, reasons: true } },
			{ id: "plain", facts: {} },
		]);
	});

	it("Anthropic's: limits and capabilities", () => {
		const capabilities = {
			image_input: { supported: true },
			pdf_input: { supported: false },
			thinking: { supported: true, types: {} },
			new_thing: 1,
		};
		const data = [{ type: "model", id: "claude-x", max_input_tokens: 1_000_000, max_tokens: 128_000, capabilities }];

		expect(readListedModels(anthropic, { data, has_more: false })).toEqual([
			{ id: "claude-x", facts: { context: 1_000_000, maxOutput: 128_000, images: true, pdf: false, reasons: true } },
		]);
	});

	it("OpenAI's: ids", () => {
		expect(readListedModels(openai, { object: "list", data: [{ id: "gpt-x", object: "model", created: 1, owned_by: "system" }] })).toEqual([
			{ id: "gpt-x", facts: {} },
		]);
	});

	it.each([
		[
			"OpenRouter",
			{
				context_length: 200_000,
				architecture: { input_modalities: ["text", "image"] },
				pricing: { prompt: "0.000003", completion: "0.000015", input_cache_read: "0.0000003" },
				supported_parameters: ["tools", "reasoning"],
				top_provider: { max_completion_tokens: 64_000 },
			},
			{
				context: 200_000,
				maxOutput: 64_000,
				price: { input: 3, output: 15, cacheRead: 0.3 },
				tools: true,
				images: true,
				pdf: false,
				structuredOutput: false,
				reasons: true,
			},
		],
		["OpenRouter's auto", { pricing: { prompt: "-1", completion: "-1" } }, {}],
		["Groq", { context_window: 131_072, max_completion_tokens: 32_768 }, { context: 131_072, maxOutput: 32_768 }],
		[
			"Mistral",
			{ max_context_length: 32_768, capabilities: { completion_chat: true, function_calling: true, vision: false } },
			{ context: 32_768, tools: true, images: false },
		],
		["vLLM", { max_model_len: 8192 }, { context: 8192 }],
	])("that of %s", (_, fields, facts) => {
		expect(readListedModels(openai, { data: [{ id: "m", ...fields }] })).toEqual([{ id: "m", facts }]);
	});

	it("Antigravity's: the names in an object", () => {
		expect(readListedModels(codeAssist, { models: { "gemini-3-flash": {}, "claude-sonnet-4-5": {} } })).toEqual([
			{ id: "gemini-3-flash", facts: {} },
			{ id: "claude-sonnet-4-5", facts: {} },
		]);
	});

	it("that of OpenAI's plans: the slugs that may be shown", () => {
		const models = [
			{ slug: "gpt-6-sol", visibility: "list" },
			{ slug: "internal", visibility: "hide" },
		];

		expect(readListedModels(openai, { models })).toEqual([{ id: "gpt-6-sol", facts: {} }]);
	});

	it("leaves out what cannot chat, and what is nonsense", () => {
		expect(
			readListedModels(openai, { data: [{ id: "embed", capabilities: { completion_chat: false } }, { id: "" }, { id: 5 }, null, "x"] }),
		).toEqual([]);
		expect(
			readListedModels(openai, { data: [{ id: "m", context_length: "many", pricing: [], architecture: 3, max_model_len: -1 }] }),
		).toEqual([{ id: "m", facts: {} }]);
		expect(readListedModels(openai, [{ id: "a" }])).toEqual([{ id: "a", facts: {} }]);
	});

	it("is told from what is no list", () => {
		for (const provider of [google, anthropic, openai]) {
			for (const list of [[], { data: [] }, { models: [] }]) expect(readListedModels(provider, list)).toEqual([]);
			for (const body of [undefined, null, 5, "x", {}, { data: {} }, { error: {} }])
				expect(readListedModels(provider, body)).toBeUndefined();
		}
		expect(readListedModels(codeAssist, { models: [] })).toBeUndefined();
	});
});
