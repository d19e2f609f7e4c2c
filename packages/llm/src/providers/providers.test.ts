import { describe, expect, it } from "vitest";
import { anthropic } from "./anthropic.ts";
import { authHeaders, chatCall, listModelsCall } from "./endpoints.ts";
import { gemini } from "./gemini.ts";
import { passRequestHeaders, passResponseHeaders } from "./headers.ts";
import { openai } from "./openai.ts";
import { providerIdPattern } from "./provider-id.schema.ts";
import { builtInProviders, customProvider, withBaseUrl } from "./registry.ts";

describe("the registry", () => {
	it("has distinct, valid names and addresses without a trailing slash", () => {
		const names = builtInProviders.flatMap(({ id, aliases }) => [id, ...aliases]);
		expect(new Set(names).size).toBe(names.length);
		for (const { id, baseUrl } of builtInProviders) {
			expect(id).toMatch(providerIdPattern);
			expect(baseUrl).toMatch(/^https:\/\/[^/].*[^/]$/);
		}
	});

	it("moves a provider to another address and leaves the original", () => {
		expect(withBaseUrl(openai, "https://eu.example/v1")).toEqual({ ...openai, baseUrl: "https://eu.example/v1" });
		expect(openai.baseUrl).toBe("https://api.openai.com/v1");
	});

	it.each([
		["openai-chat", "bearer", {}],
		["openai-responses", "bearer", {}],
		["anthropic-messages", "x-api-key", { "anthropic-version": "2023-06-01" }],
		["gemini", "x-goog-api-key", {}],
	] as const)("makes a custom %s provider with %s", (protocol, auth, headers) => {
		const provider = customProvider({ id: "mine", protocol, baseUrl: "https://x.example" });
		expect(provider).toMatchObject({ id: "mine", name: "mine", auth, headers, custom: true, models: [] });
		expect(customProvider({ id: "mine", protocol, baseUrl: "https://x.example", auth: "bearer", models: ["m"] })).toMatchObject({
			auth: "bearer",
			models: ["m"],
		});
	});
});

describe("endpoints", () => {
	const call = (provider: typeof openai, model = "m", stream = false, baseUrl = provider.baseUrl) =>
		chatCall(provider, { baseUrl, model, stream }).url;

	it.each([
		[call(openai), "https://api.openai.com/v1/chat/completions"],
		[call(customProvider({ id: "x", protocol: "openai-responses", baseUrl: "https://x.example/v1" })), "https://x.example/v1/responses"],
		[call(anthropic), "https://api.anthropic.com/v1/messages"],
		[call(anthropic, "m", true, "https://x.example/anthropic"), "https://x.example/anthropic/v1/messages"],
		[call(anthropic, "m", true, "https://x.example/anthropic/v1"), "https://x.example/anthropic/v1/messages"],
		[call(gemini, "gemini-x"), "https://generativelanguage.googleapis.com/v1beta/models/gemini-x:generateContent"],
		[
			call(gemini, "models/gemini-x", true),
			"https://generativelanguage.googleapis.com/v1beta/models/gemini-x:streamGenerateContent?alt=sse",
		],
		[call(gemini, "m", false, "https://x.example/v1"), "https://x.example/v1/models/m:generateContent"],
		[call(gemini, "../../x?y#z"), "https://generativelanguage.googleapis.com/v1beta/models/..%2F..%2Fx%3Fy%23z:generateContent"],
	])("%s", (url, expected) => {
		expect(url).toBe(expected);
		expect(new URL(url).href).toBe(url);
	});

	it("carries the provider's headers, and the body when there is one", () => {
		expect(chatCall(anthropic, { baseUrl: "https://x", model: "m", stream: false, body: "{}" })).toEqual({
			method: "POST",
			url: "https://x/v1/messages",
			headers: { "anthropic-version": "2023-06-01" },
			body: "{}",
		});
		expect(chatCall(openai, { baseUrl: "https://x", model: "m", stream: false })).not.toHaveProperty("body");
	});

	it("asks for as many models as come at once", () => {
		expect([anthropic, openai, gemini].map((provider) => listModelsCall(provider, "https://x").url)).toEqual([
			"https://x/v1/models?limit=1000",
			"https://x/models",
			"https://x/v1beta/models?pageSize=1000",
		]);
		expect(listModelsCall(anthropic, "https://x")).toMatchObject({ method: "GET", headers: { "anthropic-version": "2023-06-01" } });
	});

	it.each([
		["bearer", { authorization: "Bearer k" }],
		["x-api-key", { "x-api-key": "k" }],
		["x-goog-api-key", { "x-goog-api-key": "k" }],
	] as const)("sends a key as %s", (auth, headers) => {
		expect(authHeaders({ auth }, "k")).toEqual(headers);
	});
});

describe("headers that pass", () => {
	const sent = {
		Authorization: "Bearer sr_x",
		"x-api-key": "k",
		"x-goog-api-key": "k",
		cookie: "c",
		origin: "https://page",
		host: "gateway",
		connection: "keep-alive",
		"transfer-encoding": "chunked",
		"accept-encoding": "br",
		"content-length": "10",
		"x-forwarded-for": "1.2.3.4",
		"X-Smart-Router-Profile": "openai:a",
		"openai-organization": "org",
		"OpenAI-Project": "p",
		"OpenAI-Beta": "assistants=v2",
		"x-client-request-id": "1",
		"anthropic-version": "2026-10-21",
		"anthropic-beta": "a,b",
		"anthropic-workspace-id": "w",
		"anthropic-dangerous-direct-browser-access": "true",
		"x-goog-user-project": "p",
		"x-server-timeout": "60",
		"openai-missing": undefined,
	};

	it.each([
		["openai-chat", { "openai-beta": "assistants=v2", "x-client-request-id": "1" }],
		["openai-responses", { "openai-beta": "assistants=v2", "x-client-request-id": "1" }],
		["anthropic-messages", { "anthropic-version": "2026-10-21", "anthropic-beta": "a,b" }],
		["gemini", { "x-server-timeout": "60" }],
	] as const)("to %s", (protocol, expected) => {
		expect(passRequestHeaders(sent, protocol)).toEqual(expected);
	});

	it("to the client", () => {
		const ids = {
			"x-request-id": "1",
			"request-id": "2",
			"x-oai-request-id": "3",
			"x-cloudaicompanion-trace-id": "4",
			"openai-processing-ms": "5",
			"cf-ray": "6",
		};
		expect(
			passResponseHeaders({
				...ids,
				"x-ratelimit-remaining-tokens": "1",
				"anthropic-ratelimit-requests-reset": "x",
				"x-codex-primary-used-percent": "1",
				"retry-after": "1",
				"set-cookie": "a=b",
				"content-type": "text/plain",
				"content-length": "1",
				"content-encoding": "gzip",
				"openai-organization": "org",
				"anthropic-organization-id": "org",
				"x-smart-router-request-id": "forged",
				connection: "close",
			}),
		).toEqual(ids);
	});
});
