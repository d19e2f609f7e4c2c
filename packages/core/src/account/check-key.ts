import { authHeaders, listModelsCall } from "@smart-router/llm/providers/endpoints.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { failedVerification, readVerification, type Verification } from "@smart-router/llm/providers/verify.ts";
import { askProvider } from "@smart-router/llm/transport/ask-provider.ts";
import { type HttpClient, HttpError } from "@smart-router/llm/transport/http.ts";
import type { Clock } from "../clock.ts";
import { reveal, type Secret, withoutSecret } from "../credential/secret.ts";
import { GatewayError } from "../errors.ts";
import type { Account } from "./account.ts";
import { servedFacts } from "./served.ts";

export interface VerifyDeps {
	readonly http: HttpClient;
	readonly clock: Clock;
}

interface KeyAtAddress {
	/** The only origin the key is sent to. */
	readonly baseUrl: string;
	readonly apiKey: Secret;
	/** Sent along, e.g. what names the account. */
	readonly headers?: Readonly<Record<string, string>>;
}

type Failed = Extract<Verification, { ok: false }>;

/** Of a list of models; those of resellers are long. */
export const maxListBytes = 8 * 1024 * 1024;
const limits = { timeoutMs: 15_000, maxBytes: maxListBytes };

/** One real call with the key that costs nothing: for the list of models, because it is the one that every provider has. Never throws for what a provider or a network does. */
export async function checkKey(
	{ http }: Pick<VerifyDeps, "http">,
	provider: Provider,
	{ baseUrl, apiKey, headers: more }: KeyAtAddress,
): Promise<Verification> {
	const call = listModelsCall(provider, baseUrl);
	const body = call.body === undefined ? undefined : JSON.stringify(call.body);
	const headers = {
		...call.headers,
		...more,
		...authHeaders(provider, reveal(apiKey)),
		accept: "application/json",
		...(body !== undefined && { "content-type": "application/json" }),
	};
	try {
		const told = await askProvider(http, { method: call.method, url: call.url, headers, ...(body !== undefined && { body }) }, limits);
		return readVerification(provider, told.status, told.headers, withoutSecret(told.text, apiKey));
	} catch (error) {
		if (error instanceof HttpError) return failedVerification("unreachable", error.message);
		throw error;
	}
}

/** What an account of a key that passed the check knows by it. Throws `GatewayError` account_verification_failed that says why. */
export async function requireVerified(deps: VerifyDeps, provider: Provider, key: KeyAtAddress): Promise<VerifiedFacts> {
	const checked = await checkKey(deps, provider, key);
	if (!checked.ok) throw verificationFailed(checked);
	return { lastVerifiedAt: deps.clock(), ...servedFacts(provider, "api_key", checked.models) };
}

export type VerifiedFacts = Pick<Account, "lastVerifiedAt" | "served">;

const hints: Readonly<Record<Failed["cause"], string>> = {
	wrong_key: "The provider does not know this key: copy it again, or make a new one.",
	missing_permission: "The provider knows the key but does not let it do this: check its permissions and the billing of its organization.",
	rate_limited: "The key is limited right now: wait, or go on without verifying it (`verify: false`).",
	unreachable: "No usable answer came: check the base URL and the provider's status.",
};

export const verificationFailed = ({ cause, message }: Failed): GatewayError =>
	new GatewayError("account_verification_failed", message, {
		hint: hints[cause],
		param: cause === "unreachable" ? "baseUrl" : "apiKey",
		reason: cause,
	});
