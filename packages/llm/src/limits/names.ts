import type { Finding } from "./finding.ts";

type Meaning = Pick<Finding, "kind" | "scope">;

const meanings: readonly (readonly [Meaning, readonly string[]])[] = [
	[
		{ kind: "auth", scope: "account" },
		["api_key_invalid", "invalid_api_key", "invalid_token", "token_expired", "access_token_expired", "subscription_sharing_invalid_user"],
	],
	[
		{ kind: "permission", scope: "account" },
		[
			"account_deactivated",
			"organization_on_hold",
			"usage_not_included",
			"unsupported_country_region_territory",
			"subscription_sharing_user_not_eligible",
			"subscription_sharing_route_not_supported",
			"chatpass_v2_scope_not_authorized",
			"chatpass_v2_invalid_authorization_context",
			"service_disabled",
			"api_key_service_blocked",
			"api_key_ip_address_blocked",
			"api_key_http_referrer_blocked",
			"consumer_suspended",
			"validation_required",
		],
	],
	[
		{ kind: "billing", scope: "account" },
		[
			"billing_error",
			"linked_organization_billing_error",
			"insufficient_quota",
			"credit_balance_exhausted",
			"organization_spend_limit_exceeded",
			"project_spend_limit_exceeded",
			"organization_usage_limit_exceeded",
			"billing_hard_limit_reached",
			"billing_not_active",
			"enforced_spend_limit_reached",
			"contract_spend_limit_reached",
			"insufficient_g1_credits_balance",
			"billing_disabled",
		],
	],
	[{ kind: "quota_long", scope: "account" }, ["usage_limit_reached", "subscription_sharing_usage_limit_exceeded"]],
	[{ kind: "quota_long", scope: "model" }, ["quota_exhausted"]],
	[{ kind: "rate_short", scope: "model" }, ["ramp_limit_exceeded"]],
	[
		{ kind: "overloaded", scope: "model" },
		[
			"overloaded_error",
			"server_is_overloaded",
			"model_capacity_exhausted",
			"model_capacity_exceeded",
			"subscription_sharing_usage_unavailable",
		],
	],
	[{ kind: "context", scope: "request" }, ["context_length_exceeded", "model_context_window_exceeded"]],
	[
		{ kind: "content", scope: "request" },
		["content_policy_violation", "content_filter", "invalid_prompt", "cyber_policy", "moderation_blocked"],
	],
	[{ kind: "signature", scope: "request" }, ["invalid_encrypted_content"]],
	[
		{ kind: "bad_request", scope: "request" },
		[
			"subscription_sharing_unsupported_capability",
			"unsupported_parameter",
			"unsupported_value",
			"unknown_parameter",
			"missing_required_parameter",
			"invalid_type",
			"invalid_value",
		],
	],
];

/** Codes, types and reasons whose meaning does not hang on the status they come with. */
export const meaningOfName: Readonly<Record<string, Meaning>> = Object.assign(
	Object.create(null),
	Object.fromEntries(meanings.flatMap(([meaning, names]) => names.map((name) => [name, meaning]))),
);

/** The status an error would have had, had it not come inside a 200 stream: Anthropic's types, OpenAI's codes and types, Google's canonical codes. */
export const statusOfName: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
	invalid_request_error: 400,
	invalid_argument: 400,
	failed_precondition: 400,
	out_of_range: 400,
	authentication_error: 401,
	unauthenticated: 401,
	billing_error: 402,
	permission_error: 403,
	permission_denied: 403,
	not_found_error: 404,
	not_found: 404,
	model_not_found: 404,
	conflict_error: 409,
	aborted: 409,
	request_too_large: 413,
	rate_limit_error: 429,
	rate_limit_exceeded: 429,
	resource_exhausted: 429,
	too_many_requests: 429,
	requests: 429,
	tokens: 429,
	cancelled: 499,
	api_error: 500,
	server_error: 500,
	internal_server_error: 500,
	internal_error: 500,
	internal: 500,
	slow_down: 503,
	service_unavailable: 503,
	unavailable: 503,
	timeout_error: 504,
	deadline_exceeded: 504,
	overloaded_error: 529,
});
