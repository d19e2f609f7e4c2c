import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordings } from "../../../../test/support/recorded.ts";
import { runs } from "../../../../test/support/runs.ts";
import type { ProtocolId } from "../protocols/protocol.ts";
import { type ClassifyContext, classify } from "./classify.ts";
import type { Failure, Verdict } from "./verdict.ts";

const now = Date.parse("2026-11-22T02:00:00Z");
const seconds = (count: number): number => now + count * 1000;
const at = (time: string): number => Date.parse(time);
const unix = (time: number): string => String(time / 1000);

const model = "model-1";

interface Case {
	readonly name: string;
	readonly status: number;
	readonly headers?: Record<string, string>;
	readonly body?: unknown;
	readonly transport?: string;
	readonly context?: Partial<ClassifyContext>;
	/** `kind` and `scope`, then when it ends and where that stood (`none` = nothing was stated). */
	readonly is: string;
	readonly until?: number;
	readonly from?: string;
	readonly failover?: boolean;
	readonly code?: string;
	readonly group?: string;
}

function judge(protocol: ProtocolId, { status, headers = {}, body = "", transport, context }: Case): Verdict {
	const failure: Failure = {
		status,
		headers,
		body: typeof body === "string" ? body : JSON.stringify(body),
		...(transport === undefined ? {} : { transport }),
	};
	return classify(failure, { protocol, provider: "p", model, knownModel: true, now, ...context });
}

function check(protocol: ProtocolId, cases: readonly Case[]): void {
	it.each(cases)("$name", (each) => {
		const verdict = judge(protocol, each);

		expect(`${verdict.kind} ${verdict.scope}`).toBe(each.is);
		expect(verdict.retryAt).toBe(each.until);
		expect(verdict.retrySource).toBe(each.from);
		expect(verdict.status).toBe(each.status);
		if (each.failover !== undefined) expect(verdict.failover).toBe(each.failover);
		if (each.code !== undefined) expect(verdict.code).toBe(each.code);
		expect(verdict.group).toBe(each.group);
	});
}

describe("any provider", () => {
	check("openai-chat", [
		{ name: "no connection", status: 0, transport: "connection refused", is: "transport request", failover: true },
		{ name: "timed out", status: 0, transport: "timed out", is: "transport request", failover: true },
		{ name: "stream broke", status: 200, transport: "broken stream", is: "transport request", failover: true },
		{ name: "nothing known", status: 0, is: "server request" },
		{ name: "200 that is no answer", status: 200, body: "<html>", is: "server request", failover: true },
		{ name: "200 with JSON that is no error", status: 200, body: { id: 1 }, is: "server request" },
		{ name: "redirect", status: 302, headers: { location: "/x" }, is: "server request" },
		{ name: "400", status: 400, is: "bad_request request", failover: false },
		{ name: "401", status: 401, is: "auth account", failover: true },
		{ name: "402", status: 402, body: { error: { message: "Insufficient Balance" } }, is: "billing account", failover: true },
		{ name: "403", status: 403, is: "permission account", failover: true },
		{
			name: "403 about the model",
			status: 403,
			body: { error: { message: `Project has no access to model ${model}` } },
			is: "permission model",
		},
		{ name: "404 of a known model", status: 404, is: "model_missing model", failover: true },
		{ name: "404 of an unknown model", status: 404, context: { knownModel: false }, is: "model_missing request", failover: false },
		{
			name: "404 in words of something else",
			status: 404,
			body: { error: { message: "Not found" } },
			is: "bad_request request",
			failover: false,
		},
		{ name: "404 with a page", status: 404, body: "<html>Not found", is: "model_missing model" },
		{ name: "a deployment of Azure", status: 404, body: { error: { code: "DeploymentNotFound" } }, is: "model_missing model" },
		{
			name: "403 that names a model as if it were the account",
			status: 403,
			body: { error: { message: "This account is banned." } },
			context: { model: "account", knownModel: false },
			is: "permission account",
		},
		{ name: "405", status: 405, is: "bad_request request" },
		{ name: "408", status: 408, is: "server request", failover: true },
		{ name: "409", status: 409, is: "server request", failover: true },
		{ name: "410", status: 410, is: "model_missing model" },
		{ name: "413", status: 413, is: "bad_request request", failover: false },
		{ name: "422", status: 422, body: { detail: [{ loc: ["body"], msg: "x" }] }, is: "bad_request request", failover: false },
		{ name: "418 that asks to be retried", status: 418, headers: { "x-should-retry": "true" }, is: "server request" },
		{ name: "429", status: 429, is: "rate_short model", failover: true },
		{ name: "429 in plain words", status: 429, body: "Too Many Requests", is: "rate_short model" },
		{ name: "500", status: 500, is: "server request", failover: true },
		{ name: "502 with a page", status: 502, body: "<html><body>Bad Gateway", is: "server request" },
		{ name: "503", status: 503, is: "overloaded model" },
		{ name: "504", status: 504, is: "server request" },
		{ name: "520", status: 520, is: "server request" },
		{ name: "529", status: 529, is: "overloaded model" },
		{
			name: "503 with a time",
			status: 503,
			headers: { "retry-after": "20" },
			is: "overloaded model",
			until: seconds(20),
			from: "retry-after",
		},
		{ name: "500 with a time", status: 500, headers: { "retry-after": "20" }, is: "server request" },
	]);
});

describe("where a time stands in headers", () => {
	const limited = (name: string, headers: Record<string, string>, until?: number, from?: string): Case => ({
		name,
		status: 429,
		headers,
		is: "rate_short model",
		...(until === undefined ? {} : { until }),
		...(from === undefined ? {} : { from }),
	});
	check("openai-chat", [
		limited("retry-after in seconds", { "retry-after": "30" }, seconds(30), "retry-after"),
		limited("retry-after with a fraction", { "retry-after": "1.5" }, seconds(1.5), "retry-after"),
		limited("retry-after as an HTTP date", { "retry-after": "Sun, 22 Nov 2026 02:01:00 GMT" }, seconds(60), "retry-after"),
		limited("retry-after as RFC 3339", { "retry-after": "2026-11-22T02:01:00Z" }, seconds(60), "retry-after"),
		limited("retry-after as a duration", { "retry-after": "1m30s" }, seconds(90), "retry-after"),
		limited("retry-after as unix seconds", { "retry-after": unix(seconds(60)) }, seconds(60), "retry-after"),
		limited("retry-after as unix milliseconds", { "retry-after": String(seconds(60)) }, seconds(60), "retry-after"),
		limited("retry-after 0", { "retry-after": "0" }),
		limited("retry-after negative", { "retry-after": "-10" }),
		limited("retry-after in the past", { "retry-after": "Sun, 22 Nov 2026 01:00:00 GMT" }),
		limited("retry-after nonsense", { "retry-after": "later" }),
		limited("retry-after years away", { "retry-after": "99999999" }),
		limited("retry-after-ms", { "retry-after-ms": "250" }, seconds(0.25), "retry-after-ms"),
		limited("the longer of both", { "retry-after": "1", "retry-after-ms": "900" }, seconds(1), "retry-after"),
		limited(
			"reset of a spent limit",
			{
				"x-ratelimit-remaining-requests": "0",
				"x-ratelimit-reset-requests": "1m0s",
				"x-ratelimit-remaining-tokens": "900",
				"x-ratelimit-reset-tokens": "6m0s",
			},
			seconds(60),
			"x-ratelimit-reset-requests",
		),
		limited("reset of a limit with something left", { "x-ratelimit-remaining-tokens": "10", "x-ratelimit-reset-tokens": "6m0s" }),
		limited("reset without a remainder", { "x-ratelimit-reset-tokens": "6m0s" }),
		limited("Azure's -1", { "x-ratelimit-remaining-tokens": "-1", "x-ratelimit-reset-tokens": "-1" }),
		limited(
			"milliseconds",
			{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "120ms" },
			seconds(0.12),
			"x-ratelimit-reset-requests",
		),
		limited("unnamed limit", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(seconds(45)) }, seconds(45), "x-ratelimit-reset"),
		limited("IETF draft", { "ratelimit-remaining": "0", "ratelimit-reset": "45" }, seconds(45), "ratelimit-reset"),
		{
			name: "more than ten minutes is a quota",
			status: 429,
			headers: { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "8h0m0s" },
			is: "quota_long model",
			until: seconds(8 * 3600),
			from: "x-ratelimit-reset-requests",
		},
	]);
});

describe("OpenAI and compatible", () => {
	const error = (status: number, fields: Record<string, unknown>) => ({ status, body: { error: fields } });
	check("openai-chat", [
		{
			name: "wrong key",
			...error(401, { message: "Incorrect API key provided", type: "invalid_request_error", code: "invalid_api_key" }),
			is: "auth account",
			code: "invalid_api_key",
		},
		{ name: "wrong key as 400 (xAI)", ...error(400, { message: "Incorrect API key provided: xa***oo" }), is: "auth account" },
		{ name: "deactivated", ...error(401, { code: "account_deactivated" }), is: "permission account" },
		{ name: "country", ...error(403, { code: "unsupported_country_region_territory" }), is: "permission account" },
		{
			name: "edge block",
			status: 403,
			headers: { "cf-ray": "1" },
			body: "<!DOCTYPE html><title>Just a moment",
			is: "server request",
			failover: true,
		},
		{ name: "model_not_found", ...error(404, { code: "model_not_found" }), is: "model_missing model" },
		{ name: "model_not_found as 403", ...error(403, { code: "model_not_found" }), is: "model_missing model", failover: true },
		{
			name: "model_not_found, unknown",
			...error(400, { code: "model_not_found" }),
			context: { knownModel: false },
			is: "model_missing request",
			failover: false,
		},
		{ name: "insufficient_quota", ...error(429, { type: "insufficient_quota", code: "insufficient_quota" }), is: "billing account" },
		{
			name: "insufficient_quota as type only",
			...error(429, { type: "insufficient_quota", code: null }),
			is: "billing account",
			code: "insufficient_quota",
		},
		{
			name: "credit balance",
			...error(429, { type: "insufficient_quota", code: "credit_balance_exhausted" }),
			is: "billing account",
			code: "credit_balance_exhausted",
		},
		{
			name: "organization spend limit",
			...error(429, { type: "requests", code: "organization_spend_limit_exceeded" }),
			is: "billing account",
		},
		{ name: "project spend limit", ...error(429, { code: "project_spend_limit_exceeded" }), is: "billing account" },
		{ name: "usage limit", ...error(429, { code: "organization_usage_limit_exceeded" }), is: "billing account" },
		{
			name: "billing wins over rate headers",
			...error(429, { code: "insufficient_quota" }),
			headers: { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1s" },
			is: "billing account",
		},
		{
			name: "rate limit in words",
			...error(429, { code: "rate_limit_exceeded", message: "Limit reached on tokens per min. Please try again in 11.054s. Visit" }),
			is: "rate_short model",
			until: seconds(11.054),
			from: "message",
		},
		{
			name: "in milliseconds",
			...error(429, { code: "rate_limit_exceeded", message: "Please try again in 250ms." }),
			is: "rate_short model",
			until: seconds(0.25),
			from: "message",
		},
		{
			name: "in whole words",
			...error(429, { message: "Try again in 20 seconds" }),
			is: "rate_short model",
			until: seconds(20),
			from: "message",
		},
		{
			name: "in minutes and seconds",
			...error(429, { message: "Please try again in 1m12.5s" }),
			is: "rate_short model",
			until: seconds(72.5),
			from: "message",
		},
		{
			name: "in hours",
			...error(429, { message: "Please try again in 7h12m0s" }),
			is: "quota_long model",
			until: seconds(25_920),
			from: "message",
		},
		{
			name: "the longest stated time",
			...error(429, { message: "Please try again in 11s" }),
			headers: { "retry-after": "3", "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "30s" },
			is: "rate_short model",
			until: seconds(30),
			from: "x-ratelimit-reset-tokens",
		},
		{ name: "slow_down as 429", ...error(429, { code: "slow_down" }), is: "rate_short model" },
		{ name: "slow_down as 503", ...error(503, { code: "slow_down" }), is: "overloaded model" },
		{ name: "server_is_overloaded", ...error(503, { code: "server_is_overloaded" }), is: "overloaded model" },
		{
			name: "at capacity",
			...error(429, { message: "Selected model is at capacity. Please try a different model." }),
			is: "overloaded model",
		},
		{ name: "engine overloaded", ...error(429, { message: "The engine is currently overloaded" }), is: "overloaded model" },
		{ name: "context by code", ...error(400, { code: "context_length_exceeded" }), is: "context request", failover: false },
		{
			name: "context by words",
			...error(400, { message: "This model's maximum context length is 8192 tokens." }),
			is: "context request",
			failover: false,
		},
		{ name: "content policy", ...error(400, { code: "content_policy_violation" }), is: "content request", failover: false },
		{ name: "invalid prompt", ...error(400, { code: "invalid_prompt" }), is: "content request" },
		{ name: "cyber policy", ...error(400, { code: "cyber_policy" }), is: "content request" },
		{
			name: "Azure's filter",
			...error(400, { code: "content_filter", message: "The response was filtered due to content management policy" }),
			is: "content request",
		},
		{
			name: "unsupported parameter",
			...error(400, { code: "unsupported_parameter", type: "invalid_request_error" }),
			is: "bad_request request",
			failover: false,
		},
		{ name: "foreign reasoning", ...error(400, { code: "invalid_encrypted_content" }), is: "signature request", failover: false },
		{
			name: "too large for the limit (Groq)",
			...error(413, { code: "rate_limit_exceeded", message: "Request too large for model" }),
			is: "bad_request request",
		},
		{ name: "numeric code inside 200 (OpenRouter)", ...error(200, { code: 429, message: "Rate limited" }), is: "rate_short model" },
		{
			name: "error as text",
			status: 429,
			body: { error: "slow down, try again in 5s" },
			is: "rate_short model",
			until: seconds(5),
			from: "message",
		},
		{ name: "detail as text", status: 401, body: { detail: "Unauthorized" }, is: "auth account" },
		{
			name: "stream: rate limit",
			...error(200, { code: "rate_limit_exceeded", message: "try again in 2s" }),
			is: "rate_short model",
			until: seconds(2),
			from: "message",
		},
		{ name: "stream: server error", ...error(200, { type: "server_error", message: "The server had an error" }), is: "server request" },
		{ name: "stream: overloaded", ...error(200, { type: "overloaded_error" }), is: "overloaded model" },
		{ name: "stream: status 0", ...error(0, { code: "insufficient_quota" }), is: "billing account" },
	]);

	check("openai-responses", [
		...[
			"Conversation with id 'conv_1' not found.",
			"Previous response with id 'resp_1' not found.",
			"Vector store with id 'vs_1' not found.",
			"Item with id 'rs_1' not found. Items are not persisted when `store` is set to false.",
			`Prompt with id '${model}' not found.`,
			"No file found with id 'model'.",
		].map((message) => ({
			name: message,
			...error(404, { message, type: "invalid_request_error", param: null, code: null }),
			is: "bad_request request",
			failover: false,
		})),
		{
			name: "the model in words",
			...error(404, { message: `The requested model '${model}' does not exist.`, code: null }),
			is: "model_missing model",
			failover: true,
		},
		{
			name: "response.failed",
			status: 200,
			body: {
				type: "response.failed",
				response: { status: "failed", error: { code: "rate_limit_exceeded", message: "Please try again in 6s" } },
			},
			is: "rate_short model",
			until: seconds(6),
			from: "message",
			code: "rate_limit_exceeded",
		},
		{
			name: "response.failed for context",
			status: 200,
			body: { type: "response.failed", response: { error: { code: "context_length_exceeded", message: "x" } } },
			is: "context request",
		},
		{
			name: "error event",
			status: 200,
			body: { type: "error", code: "server_error", message: "x", param: null },
			is: "server request",
			code: "server_error",
		},
		{
			name: "plan limit with an instant",
			status: 429,
			body: { error: { type: "usage_limit_reached", plan_type: "plus", resets_at: seconds(7200) / 1000, resets_in_seconds: 7200 } },
			is: "quota_long account",
			until: seconds(7200),
			from: "resets_at",
		},
		{
			name: "plan limit with a wait",
			status: 429,
			body: { error: { type: "usage_limit_reached", resets_in_seconds: 90 } },
			is: "quota_long account",
			until: seconds(90),
			from: "resets_in_seconds",
		},
		{
			name: "plan limit in headers",
			status: 429,
			body: { error: { type: "usage_limit_reached" } },
			headers: {
				"x-codex-primary-used-percent": "100",
				"x-codex-primary-reset-at": unix(seconds(600)),
				"x-codex-secondary-used-percent": "40",
				"x-codex-secondary-reset-at": unix(seconds(90_000)),
			},
			is: "quota_long account",
			until: seconds(600),
			from: "x-codex-primary-reset-at",
		},
		{
			name: "both windows used up",
			status: 429,
			body: { error: { type: "usage_limit_reached" } },
			headers: {
				"x-codex-primary-used-percent": "100",
				"x-codex-primary-reset-after-seconds": "600",
				"x-codex-secondary-used-percent": "100.0",
				"x-codex-secondary-resets-in-seconds": "90000",
			},
			is: "quota_long account",
			until: seconds(90_000),
			from: "x-codex-secondary-resets-in-seconds",
		},
		{
			name: "another meter",
			status: 429,
			body: { error: { type: "usage_limit_reached" } },
			headers: {
				"x-codex-active-limit": "codex_bengal",
				"x-codex-bengal-primary-used-percent": "100",
				"x-codex-bengal-primary-reset-at": unix(seconds(60)),
				"x-codex-primary-used-percent": "10",
			},
			is: "quota_long model",
			until: seconds(60),
			from: "x-codex-bengal-primary-reset-at",
		},
		{
			name: "plan limit in the past",
			status: 429,
			body: { error: { type: "usage_limit_reached", resets_at: 1_000_000_100 } },
			is: "quota_long account",
		},
		{ name: "plan without Codex", status: 429, body: { error: { type: "usage_not_included" } }, is: "permission account" },
		{
			name: "code hidden in a header",
			status: 400,
			headers: { "x-error-json": Buffer.from('{"error":{"code":"account_deactivated"}}').toString("base64") },
			is: "permission account",
		},
		{
			name: "shared plan limit",
			status: 429,
			body: { error: { code: "subscription_sharing_usage_limit_exceeded" } },
			is: "quota_long account",
		},
		{
			name: "shared plan limit in a stream",
			status: 200,
			body: { type: "response.failed", response: { error: { code: "subscription_sharing_usage_limit_exceeded" } } },
			is: "quota_long account",
		},
		{
			name: "shared plan unavailable",
			status: 503,
			body: { error: { code: "subscription_sharing_usage_unavailable" } },
			is: "overloaded model",
		},
		{ name: "not eligible", status: 403, body: { error: { code: "subscription_sharing_user_not_eligible" } }, is: "permission account" },
		{
			name: "route not supported",
			status: 403,
			body: { error: { code: "subscription_sharing_route_not_supported" } },
			is: "permission account",
		},
		{ name: "scope missing", status: 403, body: { detail: { error_code: "chatpass_v2_scope_not_authorized" } }, is: "permission account" },
		{
			name: "unsupported capability",
			status: 400,
			body: { error: { code: "subscription_sharing_unsupported_capability" } },
			is: "bad_request request",
		},
		{ name: "invalid user", status: 401, body: { error: { code: "subscription_sharing_invalid_user" } }, is: "auth account" },
		{ name: "invalid token", status: 401, body: { detail: { error_code: "invalid_token" } }, is: "auth account", code: "invalid_token" },
	]);
});

describe("Anthropic", () => {
	const error = (status: number, type: string, message = "x", details?: object) => ({
		status,
		body: { type: "error", error: { type, message, ...(details ? { details } : {}) }, request_id: "req_1" },
	});
	const unified = (headers: Record<string, string>): Record<string, string> =>
		Object.fromEntries(Object.entries(headers).map(([name, value]) => [`anthropic-ratelimit-unified-${name}`, value]));
	const in2h = unix(seconds(7200));
	const in3d = unix(seconds(259_200));

	check("anthropic-messages", [
		{ name: "wrong key", ...error(401, "authentication_error", "invalid x-api-key"), is: "auth account", code: "authentication_error" },
		{
			name: "permission",
			...error(403, "permission_error", "Your API key does not have permission to use the specified resource"),
			is: "permission account",
		},
		{ name: "permission for the model", ...error(403, "permission_error", "You do not have access to this model"), is: "permission model" },
		{
			name: "unknown model",
			...error(404, "not_found_error", "model: claude-x"),
			context: { knownModel: false },
			is: "model_missing request",
		},
		{ name: "model closed to the account", ...error(404, "not_found_error", "model: claude-x"), is: "model_missing model" },
		{
			name: "unknown file",
			...error(404, "not_found_error", "File not found: file_011CNha8iCJcU1wXNR6q4V8w"),
			is: "bad_request request",
			failover: false,
		},
		{ name: "unknown container", ...error(404, "not_found_error", "Container not found"), is: "bad_request request", failover: false },
		{
			name: "organization on hold",
			...error(400, "invalid_request_error", "x", { error_code: "organization_on_hold" }),
			is: "permission account",
			failover: true,
			code: "organization_on_hold",
		},
		{
			name: "organization disabled",
			...error(400, "invalid_request_error", "This organization has been disabled."),
			is: "permission account",
		},
		{
			name: "low credit",
			...error(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
			is: "billing account",
			failover: true,
		},
		{ name: "billing", ...error(402, "billing_error"), is: "billing account" },
		{
			name: "linked organization",
			...error(402, "invalid_request_error", "x", { error_code: "linked_organization_suspended" }),
			is: "billing account",
		},
		{
			name: "own spend limit as 400",
			...error(
				400,
				"invalid_request_error",
				"You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.",
			),
			is: "billing account",
			until: at("2026-12-01T00:00:00Z"),
			from: "message",
		},
		{
			name: "own spend limit of the workspace",
			...error(
				400,
				"invalid_request_error",
				"You have reached your specified workspace API usage limits. You will regain access on December 1, 2026 at 00:00 UTC.",
			),
			is: "billing account",
			until: at("2026-12-01T00:00:00Z"),
			from: "message",
		},
		{
			name: "monthly cap",
			...error(429, "rate_limit_error", "You have reached your API usage limits", { error_code: "enforced_spend_limit_reached" }),
			is: "billing account",
			until: at("2026-12-01T00:00:00Z"),
			from: "month",
			code: "enforced_spend_limit_reached",
		},
		{
			name: "contract cap",
			...error(429, "rate_limit_error", "x", { error_code: "contract_spend_limit_reached" }),
			is: "billing account",
			until: at("2026-12-01T00:00:00Z"),
			from: "month",
		},
		{
			name: "growing too fast",
			...error(429, "rate_limit_error", "x", { error_code: "ramp_limit_exceeded" }),
			headers: { "retry-after": "12" },
			is: "rate_short model",
			until: seconds(12),
			from: "retry-after",
		},
		{
			name: "rate limit",
			...error(429, "rate_limit_error"),
			headers: { "retry-after": "30" },
			is: "rate_short model",
			until: seconds(30),
			from: "retry-after",
			failover: true,
		},
		{ name: "rate limit without a time", ...error(429, "rate_limit_error"), is: "rate_short model" },
		{
			name: "the spent limit counts, the others do not",
			...error(429, "rate_limit_error"),
			headers: {
				"anthropic-ratelimit-requests-remaining": "50",
				"anthropic-ratelimit-requests-reset": "2026-11-22T02:05:00Z",
				"anthropic-ratelimit-input-tokens-remaining": "0",
				"anthropic-ratelimit-input-tokens-reset": "2026-11-22T02:00:40Z",
				"retry-after": "10",
			},
			is: "rate_short model",
			until: seconds(40),
			from: "anthropic-ratelimit-input-tokens-reset",
		},
		{
			name: "priority tier",
			...error(429, "rate_limit_error"),
			headers: { "anthropic-priority-input-tokens-remaining": "0", "anthropic-priority-input-tokens-reset": "2026-11-22T02:00:20Z" },
			is: "rate_short model",
			until: seconds(20),
			from: "anthropic-priority-input-tokens-reset",
		},
		{
			name: "session window",
			...error(429, "rate_limit_error"),
			headers: {
				...unified({ status: "rejected", "5h-status": "rejected", "5h-reset": in2h, "7d-status": "allowed", "7d-reset": in3d }),
				"retry-after": "7100",
			},
			is: "quota_long account",
			until: seconds(7200),
			from: "anthropic-ratelimit-unified-5h-reset",
		},
		{
			name: "both shared windows: the later",
			...error(429, "rate_limit_error"),
			headers: unified({ status: "rejected", "5h-status": "rejected", "5h-reset": in2h, "7d-status": "rejected", "7d-reset": in3d }),
			is: "quota_long account",
			until: seconds(259_200),
			from: "anthropic-ratelimit-unified-7d-reset",
		},
		{
			name: "a line of models",
			...error(429, "rate_limit_error"),
			headers: {
				...unified({
					status: "rejected",
					"5h-status": "allowed",
					"7d-status": "allowed_warning",
					"7d_oi-status": "rejected",
					"7d_oi-reset": in3d,
				}),
				"retry-after": "3600",
			},
			context: { group: "fable" },
			is: "quota_long group",
			group: "fable",
			until: seconds(3600),
			from: "retry-after",
		},
		{
			name: "a line of models without retry-after",
			...error(429, "rate_limit_error"),
			headers: unified({ "5h-status": "allowed", "7d_opus-status": "rejected", "7d_opus-reset": in3d }),
			context: { group: "opus" },
			is: "quota_long group",
			group: "opus",
			until: seconds(259_200),
			from: "anthropic-ratelimit-unified-7d_opus-reset",
		},
		{
			name: "a line that the catalog does not know",
			...error(429, "rate_limit_error"),
			headers: unified({ "7d_opus-status": "rejected", "7d_opus-reset": in3d }),
			is: "quota_long model",
			until: seconds(259_200),
			from: "anthropic-ratelimit-unified-7d_opus-reset",
		},
		{
			name: "only the claim: session",
			...error(429, "rate_limit_error"),
			headers: unified({ status: "rejected", reset: in2h, "representative-claim": "five_hour" }),
			is: "quota_long account",
			until: seconds(7200),
			from: "anthropic-ratelimit-unified-reset",
		},
		{
			name: "only the claim: a line",
			...error(429, "rate_limit_error"),
			headers: unified({ status: "rejected", reset: in3d, "representative-claim": "seven_day_sonnet" }),
			context: { group: "sonnet" },
			is: "quota_long group",
			group: "sonnet",
			until: seconds(259_200),
			from: "anthropic-ratelimit-unified-reset",
		},
		{
			name: "reset as RFC 3339",
			...error(429, "rate_limit_error"),
			headers: unified({ status: "rejected", reset: "2026-11-22T04:00:00Z" }),
			is: "quota_long account",
			until: seconds(7200),
			from: "anthropic-ratelimit-unified-reset",
		},
		{
			name: "rejected overage is no window",
			...error(429, "rate_limit_error"),
			headers: unified({ status: "allowed", "5h-status": "allowed", "overage-status": "rejected", "overage-reset": in3d }),
			is: "rate_short model",
		},
		{
			name: "windows allowed: a throttle",
			...error(429, "rate_limit_error"),
			headers: { ...unified({ status: "allowed", "5h-status": "allowed", "5h-reset": in2h }), "retry-after": "4" },
			is: "rate_short model",
			until: seconds(4),
			from: "retry-after",
		},
		{ name: "fast mode", ...error(429, "rate_limit_error", "Fast mode requires usage credits"), is: "rate_short request", failover: true },
		{ name: "overloaded", ...error(529, "overloaded_error", "Overloaded"), is: "overloaded model", failover: true },
		{ name: "server", ...error(500, "api_error"), is: "server request" },
		{ name: "timeout", ...error(504, "timeout_error"), is: "server request" },
		{ name: "conflict", ...error(409, "conflict_error"), is: "server request" },
		{ name: "too large", ...error(413, "request_too_large"), is: "bad_request request" },
		{
			name: "too long",
			...error(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
			is: "context request",
			failover: false,
		},
		{
			name: "budget",
			...error(400, "invalid_request_error", "max_tokens must be greater than thinking.budget_tokens"),
			is: "bad_request request",
		},
		{
			name: "signature",
			...error(400, "invalid_request_error", "messages.1.content.0: Invalid `signature` in `thinking` block"),
			is: "signature request",
		},
		{
			name: "changed thinking",
			...error(
				400,
				"invalid_request_error",
				"`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.",
			),
			is: "signature request",
		},
		{ name: "unknown field", ...error(400, "invalid_request_error", "foo: Extra inputs are not permitted"), is: "bad_request request" },
		{ name: "stream: overloaded", ...error(200, "overloaded_error", "Overloaded"), is: "overloaded model" },
		{ name: "stream: rate limit", ...error(200, "rate_limit_error"), is: "rate_short model" },
		{ name: "stream: server", ...error(200, "api_error"), is: "server request" },
		{ name: "stream: key", ...error(200, "authentication_error"), is: "auth account" },
		{
			name: "stream: whole frame as body",
			status: 200,
			body: 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
			is: "overloaded model",
		},
	]);
});

describe("Google", () => {
	const error = (status: number, name: string, message = "x", details: object[] = []) => ({
		status,
		body: { error: { code: status, message, status: name, details } },
	});
	const info = (reason: string, metadata: object = {}, domain = "googleapis.com") => ({
		"@type": "type.googleapis.com/google.rpc.ErrorInfo",
		reason,
		domain,
		metadata,
	});
	const retry = (retryDelay: string) => ({ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay });
	const quota = (quotaId: string, more: object = {}) => ({
		"@type": "type.googleapis.com/google.rpc.QuotaFailure",
		violations: [{ quotaId, ...more }],
	});
	const midnight = at("2026-11-22T08:00:00Z");
	const limited = error(429, "RESOURCE_EXHAUSTED", "x", [quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"), retry("34.5s")]);

	check("gemini", [
		{
			name: "wrong key is 400",
			...error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [info("API_KEY_INVALID")]),
			is: "auth account",
			failover: true,
			code: "API_KEY_INVALID",
		},
		{
			name: "wrong key without details",
			...error(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key."),
			is: "auth account",
		},
		{ name: "token", ...error(401, "UNAUTHENTICATED"), is: "auth account" },
		{ name: "service disabled", ...error(403, "PERMISSION_DENIED", "x", [info("SERVICE_DISABLED")]), is: "permission account" },
		{
			name: "key blocked for the service",
			...error(403, "PERMISSION_DENIED", "x", [info("API_KEY_SERVICE_BLOCKED")]),
			is: "permission account",
		},
		{ name: "suspended", ...error(403, "PERMISSION_DENIED", "x", [info("CONSUMER_SUSPENDED")]), is: "permission account" },
		{ name: "validation required", ...error(403, "PERMISSION_DENIED", "x", [info("VALIDATION_REQUIRED")]), is: "permission account" },
		{ name: "leaked key", ...error(403, "PERMISSION_DENIED", "Your API key was reported as leaked."), is: "permission account" },
		{
			name: "billing disabled",
			...error(403, "PERMISSION_DENIED", "This API method requires billing to be enabled", [info("BILLING_DISABLED")]),
			is: "billing account",
		},
		{
			name: "wrong key in words only",
			...error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
			is: "auth account",
			failover: true,
		},
		{ name: "country", ...error(400, "FAILED_PRECONDITION", "User location is not supported for the API use."), is: "permission account" },
		{
			name: "unknown model",
			...error(404, "NOT_FOUND", "models/x is not found for API version v1beta."),
			context: { knownModel: false },
			is: "model_missing request",
		},
		{
			name: "known model",
			...error(404, "NOT_FOUND", `models/${model} is not found for API version v1beta, or is not supported for generateContent.`),
			is: "model_missing model",
			failover: true,
		},
		{
			name: "a file of somebody else",
			...error(403, "PERMISSION_DENIED", "You do not have permission to access the File abc123 or it may not exist."),
			is: "bad_request request",
			failover: false,
		},
		{
			name: "a cache that is gone",
			...error(403, "PERMISSION_DENIED", "CachedContent not found (or permission denied)"),
			is: "bad_request request",
			failover: false,
		},
		{
			name: "an entity that is not told",
			...error(404, "NOT_FOUND", "Requested entity was not found."),
			is: "bad_request request",
			failover: false,
		},
		{ name: "per minute", ...limited, is: "rate_short model", until: seconds(34.5), from: "RetryInfo", code: "RESOURCE_EXHAUSTED" },
		{
			name: "per minute, long fraction",
			...error(429, "RESOURCE_EXHAUSTED", "x", [retry("34.074824224s")]),
			is: "rate_short model",
			until: now + 34_075,
			from: "RetryInfo",
		},
		{
			name: "in milliseconds",
			...error(429, "RESOURCE_EXHAUSTED", "x", [retry("900ms")]),
			is: "rate_short model",
			until: seconds(0.9),
			from: "RetryInfo",
		},
		{
			name: "per day beats RetryInfo",
			...error(429, "RESOURCE_EXHAUSTED", "x", [quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier"), retry("18s")]),
			is: "quota_long model",
			until: midnight,
			from: "QuotaFailure",
		},
		{
			name: "Daily",
			...error(429, "RESOURCE_EXHAUSTED", "x", [quota("DailyLimit")]),
			is: "quota_long model",
			until: midnight,
			from: "QuotaFailure",
		},
		{
			name: "per day in summer time",
			...error(429, "RESOURCE_EXHAUSTED", "x", [quota("XPerDay")]),
			context: { now: at("2026-07-01T12:00:00Z") },
			is: "quota_long model",
			until: at("2026-07-02T07:00:00Z"),
			from: "QuotaFailure",
		},
		{
			name: "limit 0 in words",
			...error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric: free_tier_requests, limit: 0\nPlease retry in 20s", [
				quota("XPerDay"),
			]),
			is: "model_missing model",
			failover: true,
		},
		{
			name: "limit 0 as value",
			...error(429, "RESOURCE_EXHAUSTED", "x", [quota("XPerMinute", { quotaValue: "0" })]),
			is: "model_missing model",
		},
		{ name: "limit 0.5 is a limit", ...error(429, "RESOURCE_EXHAUSTED", "limit: 0.5"), is: "rate_short model" },
		{
			name: "words only",
			...error(
				429,
				"RESOURCE_EXHAUSTED",
				"You exceeded your current quota, please check your plan and billing details. Please retry in 34.07s.",
			),
			is: "rate_short model",
			until: seconds(34.07),
			from: "message",
		},
		{
			name: "header only",
			...error(429, "RESOURCE_EXHAUSTED"),
			headers: { "retry-after": "7" },
			is: "rate_short model",
			until: seconds(7),
			from: "retry-after",
		},
		{ name: "no time at all", ...error(429, "RESOURCE_EXHAUSTED"), is: "rate_short model" },
		{ name: "spending cap", ...error(429, "RESOURCE_EXHAUSTED", "Your project has exceeded its spending cap."), is: "billing account" },
		{ name: "prepaid credits", ...error(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."), is: "billing account" },
		{
			name: "quota exhausted with a delay",
			...error(429, "RESOURCE_EXHAUSTED", "x", [
				info("QUOTA_EXHAUSTED", { quotaResetDelay: "2h21m10.5s", quotaResetTimeStamp: "2026-11-22T04:21:10Z" }),
			]),
			is: "quota_long model",
			until: seconds(8470.5),
			from: "quotaResetDelay",
			code: "QUOTA_EXHAUSTED",
		},
		{
			name: "quota exhausted with an instant",
			...error(429, "RESOURCE_EXHAUSTED", "x", [info("QUOTA_EXHAUSTED", { quotaResetTimeStamp: "2026-11-23T00:00:00Z" })]),
			is: "quota_long model",
			until: at("2026-11-23T00:00:00Z"),
			from: "quotaResetTimeStamp",
		},
		{
			name: "Code Assist throttle",
			...error(429, "RESOURCE_EXHAUSTED", "quota will reset after 3s.", [
				info("RATE_LIMIT_EXCEEDED", { quotaResetDelay: "479.417207ms" }, "cloudcode-pa.googleapis.com"),
			]),
			is: "rate_short model",
			until: seconds(3),
			from: "message",
		},
		{
			name: "Code Assist without a delay",
			...error(429, "RESOURCE_EXHAUSTED", "x", [info("RATE_LIMIT_EXCEEDED", {}, "cloudcode-pa.googleapis.com")]),
			is: "quota_long model",
		},
		{
			name: "its staging name",
			...error(429, "RESOURCE_EXHAUSTED", "x", [info("RATE_LIMIT_EXCEEDED", {}, "staging-cloudcode-pa.sandbox.googleapis.com")]),
			is: "quota_long model",
		},
		{ name: "same reason elsewhere", ...error(429, "RESOURCE_EXHAUSTED", "x", [info("RATE_LIMIT_EXCEEDED")]), is: "rate_short model" },
		{ name: "no credits", ...error(429, "RESOURCE_EXHAUSTED", "x", [info("INSUFFICIENT_G1_CREDITS_BALANCE")]), is: "billing account" },
		{ name: "no capacity", ...error(429, "RESOURCE_EXHAUSTED", "x", [info("MODEL_CAPACITY_EXHAUSTED")]), is: "overloaded model" },
		{ name: "no capacity as 503", ...error(503, "UNAVAILABLE", "No capacity available for model", []), is: "overloaded model" },
		{ name: "unavailable", ...error(503, "UNAVAILABLE", "x", [retry("5s")]), is: "overloaded model", until: seconds(5), from: "RetryInfo" },
		{ name: "internal", ...error(500, "INTERNAL"), is: "server request" },
		{ name: "deadline", ...error(504, "DEADLINE_EXCEEDED"), is: "server request" },
		{ name: "cancelled", ...error(499, "CANCELLED"), is: "server request" },
		{ name: "aborted", ...error(409, "ABORTED"), is: "server request" },
		{
			name: "too long",
			...error(400, "INVALID_ARGUMENT", "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576)."),
			is: "context request",
			failover: false,
		},
		{
			name: "missing signature",
			...error(400, "INVALID_ARGUMENT", "Function call is missing a thought_signature in functionCall parts."),
			is: "signature request",
		},
		{ name: "foreign signature", ...error(400, "INVALID_ARGUMENT", "Corrupted thought signature."), is: "signature request" },
		{
			name: "unknown field",
			...error(400, "INVALID_ARGUMENT", 'Invalid JSON payload received. Unknown name "foo": Cannot find field.'),
			is: "bad_request request",
		},
		{ name: "in an array", status: 429, body: [limited.body], is: "rate_short model", until: seconds(34.5), from: "RetryInfo" },
		{
			name: "as text inside message",
			status: 429,
			body: { error: { message: JSON.stringify(limited.body) } },
			is: "rate_short model",
			until: seconds(34.5),
			from: "RetryInfo",
		},
		{
			name: "as text inside message, in an array",
			status: 429,
			body: [{ error: { message: JSON.stringify([limited.body]) } }],
			is: "rate_short model",
			until: seconds(34.5),
			from: "RetryInfo",
		},
		{
			name: "as a JSON string",
			status: 429,
			body: JSON.stringify(JSON.stringify(limited.body)),
			is: "rate_short model",
			until: seconds(34.5),
			from: "RetryInfo",
		},
		{
			name: "cut off",
			status: 429,
			body: '{"error":{"code":429,"message":"Please retry in 9s.","status":"RESOURCE_EXHAUSTED","details":[{"@ty',
			is: "rate_short model",
			until: seconds(9),
			from: "message",
			code: "RESOURCE_EXHAUSTED",
		},
		{ name: "stream: error chunk", status: 200, body: limited.body, is: "rate_short model", until: seconds(34.5), from: "RetryInfo" },
		{ name: "stream: by name only", status: 200, body: { error: { status: "UNAVAILABLE", message: "x" } }, is: "overloaded model" },
	]);
});

describe("the verdict's message", () => {
	it("is the provider's, without its secrets", () => {
		const key = `${"sk-"}proj-1234567890abcdef`;
		const verdict = judge("openai-chat", {
			name: "",
			is: "",
			status: 401,
			body: { error: { message: `Incorrect API key provided: ${key} for a@b.example` } },
		});

		expect(verdict.message).toBe("Incorrect API key provided: [secret] for [email]");
	});

	it("tells what befell the connection", () => {
		const failure: Failure = { status: 0, headers: {}, body: "", transport: "timed out", reason: "timeout" };

		expect(classify(failure, { protocol: "gemini", provider: "p", model, knownModel: true, now })).toMatchObject({ reason: "timeout" });
	});

	it("falls back to what is known", () => {
		expect(judge("gemini", { name: "", is: "", status: 502, body: "<html><script>" }).message).toBe("HTTP 502");
		expect(judge("gemini", { name: "", is: "", status: 0, transport: "timed out" }).message).toBe("timed out");
		expect(judge("gemini", { name: "", is: "", status: 503, body: "upstream connect error" }).message).toBe("upstream connect error");
	});
});

describe("recorded failures", () => {
	const verdicts: Record<string, string> = {
		"gemini/google-429-retry-info.json": "rate_short model",
		"openai-responses/openai-error.1.json": "billing account",
		"openai-chat/reasoning-model-legacy-parameter-error.json": "bad_request request",
	};
	const recorded = recordings(["gemini", "openai-responses", "openai-chat"], ".json").filter(({ name }) => name in verdicts);
	it.skipIf(recorded.length === 0)("mean what they say", () => {
		for (const { name, text } of recorded) {
			const protocol = name.startsWith("gemini") ? "gemini" : "openai-chat";
			const { kind, scope } = judge(protocol, { name, is: "", status: name.includes("parameter") ? 400 : 429, body: text });
			expect(`${kind} ${scope}`).toBe(verdicts[name]);
		}
	});
});

describe("hostile answers", () => {
	const protocols: readonly ProtocolId[] = ["openai-chat", "openai-responses", "anthropic-messages", "gemini"];
	const headerName = fc.oneof(
		fc.constantFrom(
			"retry-after",
			"retry-after-ms",
			"x-ratelimit-remaining-tokens",
			"x-ratelimit-reset-tokens",
			"x-error-json",
			"x-codex-active-limit",
			"anthropic-ratelimit-unified-status",
			"anthropic-ratelimit-unified-5h-status",
			"anthropic-ratelimit-unified-5h-reset",
			"__proto__",
		),
		fc.string({ maxLength: 20 }),
	);
	const text = fc.string({ unit: "binary", maxLength: 300 });
	const errorBody = fc
		.record(
			{
				code: fc.oneof(text, fc.integer(), fc.constant(null)),
				type: fc.oneof(text, fc.constantFrom("__proto__", "constructor", "usage_limit_reached")),
				message: text,
				status: text,
				details: fc.jsonValue(),
				resets_at: fc.double(),
			},
			{ requiredKeys: [] },
		)
		.map((error) => JSON.stringify({ error }));
	const headers = fc.dictionary(headerName, fc.oneof(fc.constantFrom("0", "rejected", "-1", "1e400", "99999999999999999999"), text), {
		maxKeys: 8,
	});

	it("always give a credible verdict, in less than 5 ms", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...protocols),
				fc.integer({ min: -1, max: 999 }),
				headers,
				fc.oneof(text, fc.json(), errorBody),
				(protocol, status, sent, body) => {
					const failure = { status, headers: sent, body };
					const context = { protocol, provider: "p", model: "m", knownModel: false, now };
					const began = performance.now();
					const verdict = classify(failure, context);
					const took = performance.now() - began;
					// A pause of the machine is not ours: a slow one must be slow again.
					if (took > 5) expect(Math.min(...Array.from({ length: 5 }, () => timed(failure, context)))).toBeLessThan(5);
					expect(verdict.message.length).toBeLessThanOrEqual(300);
					expect(verdict.retryAt === undefined || verdict.retryAt > now).toBe(true);
					expect(verdict.status).toBe(status);
				},
			),
			{ numRuns: runs(1000, 100_000) },
		);
	});

	function timed(failure: Failure, context: ClassifyContext): number {
		const began = performance.now();
		classify(failure, context);
		return performance.now() - began;
	}

	it.each([
		["deep arrays", "[".repeat(60_000)],
		["deep objects", '{"error":'.repeat(7000)],
		["quotes", '"'.repeat(64_000)],
		["a telling field without an end", `{"message":"${"\\".repeat(64_000)}`],
		["many fields", `{${'"message":"x",'.repeat(4000)}`],
		["digits", JSON.stringify({ error: { message: `try again in ${"1".repeat(60_000)}` } })],
		["units", JSON.stringify({ error: { message: `try again in ${"1s".repeat(30_000)}!` } })],
		["waits", JSON.stringify({ error: { message: "try again in ".repeat(4000) } })],
		["thinking", JSON.stringify({ error: { message: "thinking".repeat(8000) } })],
		["letters", JSON.stringify({ error: { message: "a".repeat(64_000) } })],
		["a body of megabytes", `{"error":{"message":"${"x".repeat(5_000_000)}"}}`],
		["spaces", " ".repeat(64_000)],
	])("are quick to judge: %s", (_name, body) => {
		for (const protocol of protocols) {
			for (const status of [200, 400, 403, 429, 503]) {
				const context = { protocol, provider: "p", model: "m", knownModel: false, now };
				const times = Array.from({ length: 5 }, () => timed({ status, headers: {}, body }, context));
				// About 1 ms; what grows with the square of the length takes seconds.
				expect(Math.min(...times)).toBeLessThan(100);
			}
		}
	});
});
