import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import { openai } from "@smart-router/llm/providers/openai.ts";
import { expect, test } from "vitest";
import { noon } from "../../../../test/support/accounts.ts";
import { sampleVerdict } from "../../../../test/support/verdicts.ts";
import { exhausted, type TargetEnd } from "./exhausted.ts";

const end = (changes: Partial<TargetEnd> = {}): TargetEnd => ({
	target: { provider: openai, model: "gpt-6.1-sol" },
	accounts: 2,
	usable: 0,
	retryAt: null,
	cutShort: false,
	...changes,
});
const limited = end({ usable: 1, retryAt: noon + 1_500 });
const other = end({ usable: 1, cutShort: true });
const because = (kind: Verdict["kind"], changes: Partial<Verdict> = {}): Verdict =>
	sampleVerdict({ kind, message: "their words", ...changes });

test.each<[string, TargetEnd, Verdict | undefined, number, string, number | undefined]>([
	["limited", limited, because("rate_short"), 429, "rate_limited", 2],
	["all rest already", limited, undefined, 429, "rate_limited", 2],
	[
		"limited, and more accounts than a request may try",
		end({ usable: 3, retryAt: noon + 9_000, cutShort: true }),
		because("quota_long"),
		429,
		"rate_limited",
		1,
	],
	["an option of the request alone", end({ usable: 2 }), because("rate_short", { scope: "request" }), 429, "rate_limited", 1],
	["some refused, others limited", limited, because("permission"), 429, "rate_limited", 2],
	["all refused", end(), because("permission"), 503, "no_account_available", undefined],
	["all without credit", end(), because("billing"), 503, "no_account_available", undefined],
	["all with a wrong key", end(), because("auth"), 503, "no_account_available", undefined],
	["none has the model", end(), because("model_missing"), 503, "no_account_available", undefined],
	["none is well", end(), undefined, 503, "no_account_available", undefined],
	["none is linked", end({ accounts: 0 }), undefined, 503, "no_account_available", undefined],
	["overloaded", limited, because("overloaded"), 503, "upstream_error", 2],
	["overloaded, and the retry throttle is closed", other, because("overloaded"), 503, "upstream_error", 1],
	["a server fault", other, because("server"), 502, "upstream_error", undefined],
	[
		"no connection to a host named like a fault",
		other,
		because("transport", { message: "https://bedrock-runtime.example refused" }),
		502,
		"upstream_error",
		undefined,
	],
	["no answer in time", other, because("transport", { reason: "timeout" }), 504, "upstream_timeout", undefined],
	["a form that no login takes", end(), because("bad_request"), 400, "unsupported_parameter", undefined],
])("%s", (_what, seen, last, status, code, retryAfter) => {
	const error = exhausted([seen], last, noon);

	expect({ status: error.status, code: error.code, retryAfter: error.retryAfter }).toEqual({ status, code, retryAfter });
	if (last && code !== "rate_limited") expect(error.message).toContain(last.message);
});
