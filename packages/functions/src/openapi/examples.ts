import { providerIdPattern } from "@smart-router/llm/providers/provider-id.schema.ts";
import type { RouteId } from "../routes.ts";

/** A request that works on a gateway whose accounts are `openai:work`, `openai:personal` and `anthropic:team` and whose own provider is `my-llm`: a test sends every one of them. */
export interface RequestExample {
	readonly query?: Readonly<Record<string, string | number>>;
	readonly body?: Readonly<Record<string, unknown>>;
}

/** By the name of a path's parameter; ids stand for those that lists show. */
export const pathExamples: Readonly<Record<string, string>> = {
	profileId: "openai:work",
	provider: "openai",
	scope: "*",
	model: "auto",
	keyId: "key_0mwr9q2x0Qb6w1ZyTn4VcE",
	requestId: "req_0mwr9q2x0Lk3s9HfUe7RdA",
	file: "main-1.js",
};

/** What a path's parameter must look like to name something, by its name. */
export const pathSchemas: Readonly<Record<string, { readonly pattern: string; readonly maxLength?: number }>> = {
	provider: { pattern: providerIdPattern.source },
	scope: { pattern: "^[^\\s\\u0000-\\u001f\\u007f-\\u009f]+$", maxLength: 200 },
};

/** The parameter `id` of a provider or of a login. */
export const idExample = (path: string): string => (path.includes("/providers/") ? "my-llm" : "login_4fQkZ81mXw0cYb2dTnVrLs");

const messages = [{ role: "user", content: "Say hi" }];
const contents = [{ role: "user", parts: [{ text: "Say hi" }] }];
const content = { parts: [{ text: "Say hi" }] };
const gemini = { body: { contents } };
const embed = { body: { content } };
const embedBatch = { body: { requests: [{ model: "models/gemini-embedding-001", content }] } };

export const requestExamples: { readonly [id in RouteId]?: RequestExample } = {
	createChatCompletion: { body: { model: "auto", messages } },
	createEmbedding: { body: { model: "openai/text-embedding-3-small", input: "Say hi" } },
	createResponse: { body: { model: "auto", input: "Say hi" } },
	createMessage: { body: { model: "auto", max_tokens: 100, messages } },
	countMessageTokens: { body: { model: "auto", messages } },
	generateContent: gemini,
	streamGenerateContent: gemini,
	countTokens: gemini,
	generateContentV1: gemini,
	streamGenerateContentV1: gemini,
	countTokensV1: gemini,
	embedContent: embed,
	embedContentV1: embed,
	batchEmbedContents: embedBatch,
	batchEmbedContentsV1: embedBatch,

	listAccounts: { query: { provider: "openai", limit: 50 } },
	linkAccount: { body: { provider: "openai", method: "api_key", apiKey: "sk-fake-third", label: "third" } },
	updateAccount: { body: { enabled: true, priority: 1, tags: ["team"] } },
	replaceCredential: { body: { apiKey: "sk-fake-work-2" } },
	setCooldown: { body: { seconds: 600, reason: "maintenance" } },
	clearCooldowns: { query: { provider: "openai" } },

	updatePool: { body: { strategy: "least-used", cooldownSeconds: 120, maxRetries: 5, affinity: { enabled: true, ttlSeconds: 1800 } } },
	explainPool: { query: { model: "gpt-5.4" } },

	checkApiKey: { body: { apiKey: "sk-fake-work" } },
	putProvider: { body: { protocol: "openai-chat", baseUrl: "https://llm.example/v1", models: ["my-model"] } },
	putOAuthClient: { body: { clientId: "app_0123456789" } },
	startLogin: { body: { provider: "my-llm", method: "oauth", redirect: "paste", label: "work" } },
	completeLogin: { body: { callback: "http://127.0.0.1/callback?code=4fQkZ81m&state=Xw0cYb2d" } },

	importLogin: { body: { provider: "my-llm", label: "older", refreshToken: "rt-4fQkZ81mXw0cYb2d" } },

	putRouting: {
		body: { aliases: { fast: "openai/gpt-5.4-mini" }, fallbacks: {}, auto: ["openai/gpt-5.4", "anthropic/claude-sonnet-5-5"] },
	},
	routeDryRun: { body: { model: "auto", messages } },

	createKey: { body: { name: "ci", scopes: ["proxy"], providers: ["openai"], requestsPerMinute: 60, expiresAt: "2099-12-31T23:59:59Z" } },
	updateKey: { body: { name: "build", requestsPerMinute: 120 } },
};
