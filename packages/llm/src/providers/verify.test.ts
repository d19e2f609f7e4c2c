import { describe, expect, it } from "vitest";
import { anthropic } from "./anthropic.ts";
import { gemini } from "./gemini.ts";
import { openai } from "./openai.ts";
import type { Provider } from "./provider.ts";
import { readVerification } from "./verify.ts";

const ok = { ok: true };
const error = (fields: object): object => ({ error: fields });

describe("readVerification", () => {
	it.each([
		["OpenAI's list", openai, 200, { object: "list", data: [] }],
		["Anthropic's list", anthropic, 200, { data: [{ id: "claude-x" }], has_more: false }],
		["Gemini's list", gemini, 200, { models: [{ name: "models/x" }] }],
		[
			"a restricted key",
			openai,
			403,
			error({ message: "You have insufficient permissions for this operation. Missing scopes: api.model.read." }),
		],
	] satisfies [string, Provider, number, object][])("takes %s", (_name, provider, status, body) => {
		expect(readVerification(provider, status, {}, JSON.stringify(body))).toMatchObject(ok);
	});

	it.each([
		["OpenAI, wrong key", openai, 401, error({ code: "invalid_api_key", message: "Incorrect API key provided" }), "wrong_key"],
		["Anthropic, wrong key", anthropic, 401, error({ type: "authentication_error", message: "invalid x-api-key" }), "wrong_key"],
		[
			"Gemini, wrong key is 400",
			gemini,
			400,
			error({ status: "INVALID_ARGUMENT", message: "API key not valid.", details: [{ reason: "API_KEY_INVALID" }] }),
			"wrong_key",
		],
		[
			"Anthropic, disabled",
			anthropic,
			400,
			error({ type: "invalid_request_error", message: "This organization has been disabled." }),
			"missing_permission",
		],
		[
			"Gemini, service off",
			gemini,
			403,
			error({ status: "PERMISSION_DENIED", details: [{ reason: "SERVICE_DISABLED" }] }),
			"missing_permission",
		],
		["missing scopes elsewhere", anthropic, 403, error({ message: "missing scopes" }), "missing_permission"],
		["no credit", openai, 429, error({ code: "insufficient_quota" }), "missing_permission"],
		["rate limit", openai, 429, error({ code: "rate_limit_exceeded" }), "rate_limited"],
		["overloaded", anthropic, 529, error({ type: "overloaded_error" }), "unreachable"],
		["wrong address", openai, 404, "<html>", "unreachable"],
		["a page", openai, 200, "<html>Welcome</html>", "unreachable"],
		["redirect", openai, 301, "", "unreachable"],
		["edge block", openai, 403, "<html>blocked</html>", "unreachable"],
		["no answer", openai, 0, "", "unreachable"],
	] satisfies [string, Provider, number, object | string, string][])("refuses: %s", (_name, provider, status, body, cause) => {
		const verification = readVerification(provider, status, {}, typeof body === "string" ? body : JSON.stringify(body));

		expect(verification).toMatchObject({ ok: false, cause, message: expect.stringMatching(/^Account verification failed\. /) });
	});

	it("says what to do, in the specification's words, and what the provider said, without the key", () => {
		const key = `${"sk-"}proj-abcdef123456`;
		const verification = readVerification(openai, 401, {}, JSON.stringify(error({ message: `Incorrect API key provided: ${key}` })));

		expect(verification).toMatchObject({
			message: "Account verification failed. Check that the API key is correct. (Incorrect API key provided: [secret])",
		});
	});
});
