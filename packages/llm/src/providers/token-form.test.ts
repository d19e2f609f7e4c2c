import { describe, expect, it } from "vitest";
import { anthropic } from "./anthropic.ts";
import { antigravity } from "./antigravity.ts";
import { authHeaders, chatCall, listModelsCall } from "./endpoints.ts";
import { gemini } from "./gemini.ts";
import { mergedHeaders } from "./headers.ts";
import { openai } from "./openai.ts";
import { speaking } from "./spoken.ts";
import { loginHeaders, ruled, withToken } from "./token-form.ts";

const call = (provider: typeof openai, model = "m") => chatCall(withToken(provider), { baseUrl: provider.baseUrl, model, stream: true });

describe("with a login's token", () => {
	it.each([
		["anthropic", anthropic, "https://api.anthropic.com/v1/messages"],
		["openai", openai, "https://api.openai.com/v1/responses"],
		["gemini", gemini, "https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent?alt=sse"],
		["antigravity", antigravity, "https://daily-cloudcode-pa.googleapis.com/v1internal:streamGenerateContent?alt=sse"],
	])("%s is asked as a bearer at its own address", (_id, provider, url) => {
		expect(call(provider).url).toBe(url);
		expect(authHeaders(withToken(provider), "token")).toEqual({ authorization: "Bearer token" });
	});

	it("Anthropic is told of the beta, beside those that a client asks for", () => {
		const ours = call(anthropic).headers;

		expect(ours["anthropic-beta"]).toBe("oauth-2025-04-20");
		expect(mergedHeaders(ours, { "anthropic-beta": "context-1m, oauth-2025-04-20", "anthropic-version": "x" })).toMatchObject({
			"anthropic-beta": "context-1m,oauth-2025-04-20",
			"anthropic-version": "x",
		});
		expect(anthropic.headers).not.toHaveProperty("anthropic-beta");
	});

	it("OpenAI's plans speak Responses only, whatever the model and the client", () => {
		expect(speaking(withToken(openai), "gpt-5.4", "openai-chat").protocol).toBe("openai-responses");
		expect(withToken(openai)).toMatchObject({ streaming: "only" });
		expect(speaking(openai, "gpt-5.4", "openai-chat").protocol).toBe("openai-chat");
	});

	it("account and project are named where they are known", () => {
		expect(loginHeaders(openai, { accountId: "acc", project: null })).toEqual({ "chatgpt-account-id": "acc" });
		expect(loginHeaders(gemini, { accountId: null, project: "p" })).toEqual({ "x-goog-user-project": "p" });
		expect(loginHeaders(anthropic, { accountId: "acc", project: "p" })).toEqual({});
	});

	it("antigravity names itself, and no vendor's program", () => {
		expect(call(antigravity).headers).toEqual({ "user-agent": "smart-router" });
	});
});

describe("what a plan refuses", () => {
	const rules = openai.token?.body ?? { without: [], set: {} };

	it("is left out with a warning, what it demands is set, input becomes a list", () => {
		const asked = { model: "m", input: "Hello", temperature: 1, max_output_tokens: 5, user: null, store: true };

		const { body, warnings } = ruled(rules, { body: JSON.stringify(asked), warnings: ["before"] });

		expect(JSON.parse(body)).toEqual({
			model: "m",
			input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] }],
			store: false,
		});
		expect(warnings).toEqual(["before", "dropped: max_output_tokens", "dropped: temperature"]);
	});

	it("the role system becomes developer", () => {
		const { body } = ruled(rules, {
			body: JSON.stringify({
				input: [
					{ role: "system", content: "s" },
					{ role: "user", content: "u" },
				],
			}),
			warnings: [],
		});

		expect(JSON.parse(body).input.map(({ role }: { role: string }) => role)).toEqual(["developer", "user"]);
	});
});

describe("lists by account", () => {
	it("of Antigravity are asked for with a POST", () => {
		const { method, url, body } = listModelsCall(withToken(antigravity), "https://x.example");

		expect({ method, url, body }).toEqual({ method: "POST", url: "https://x.example/v1internal:fetchAvailableModels", body: {} });
	});
});
