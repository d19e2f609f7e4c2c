import { GatewayError } from "@smart-router/core/errors.ts";
import { KeysError } from "@smart-router/core/keys/keys.ts";
import { StoreError } from "@smart-router/core/store/store.ts";
import { InvalidRequest } from "@smart-router/llm/protocols/protocol.ts";
import { expect, it } from "vitest";
import { adminError, errorHeaders, toGatewayError } from "./failure.ts";

it.each([
	[new GatewayError("conflict", "no"), "conflict", 409],
	[new InvalidRequest("messages[0]", "is wrong"), "invalid_request", 400],
	[new StoreError("unavailable", "secret table"), "store_unavailable", 503],
	[new StoreError("throttled", "secret table"), "store_unavailable", 503],
	[new StoreError("invalid", "secret table"), "internal_error", 500],
	[new KeysError("unavailable", "secret key"), "store_unavailable", 503],
	[new KeysError("refused", "secret key"), "internal_error", 500],
	[new TypeError("secret text"), "internal_error", 500],
	["secret text", "internal_error", 500],
	[undefined, "internal_error", 500],
])("%s becomes %s", (thrown, code, status) => {
	const error = toGatewayError(thrown);

	expect(error).toMatchObject({ code, status });
	expect(JSON.stringify(adminError(error, "req_1"))).not.toContain("secret");
});

it("says the headers and the family that belong to a status", () => {
	expect(errorHeaders(new GatewayError("rate_limited", "", { retryAfter: 0.2 }), undefined)).toEqual({ "retry-after": "1" });
	expect(errorHeaders(new GatewayError("invalid_api_key", ""), undefined)).toEqual({ "www-authenticate": "Bearer" });
	expect(errorHeaders(new GatewayError("method_not_allowed", ""), "GET")).toEqual({ allow: "GET" });
	const typeOf = (error: GatewayError): string => adminError(error, "").error.type;
	expect(typeOf(new GatewayError("account_verification_failed", ""))).toBe("verification_error");
	expect(typeOf(new GatewayError("permission_denied", ""))).toBe("permission_error");
	expect(typeOf(new GatewayError("no_account_available", ""))).toBe("api_error");
});
