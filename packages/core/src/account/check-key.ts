import { authHeaders, listModelsCall } from "@smart-router/llm/providers/endpoints.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { readVerification, type Verification } from "@smart-router/llm/providers/verify.ts";
import { type HttpClient, HttpError } from "@smart-router/llm/transport/http.ts";
import { readAtMost } from "@smart-router/llm/transport/read-at-most.ts";
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

const timeoutMs = 15_000;
/** Of a list of models; those of resellers are long. */
export const maxListBytes = 8 * 1024 * 1024;

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
	const signal = AbortSignal.timeout(timeoutMs);
	try {
		const response = await http({
			method: call.method,
			url: call.url,
			headers,
			signal,
			headersTimeoutMs: timeoutMs,
			...(body !== undefined && { body }),
		});
		const told = withoutSecret(await readAtMost(response.body, maxListBytes), apiKey);
		return readVerification(provider, response.status, response.headers, told);
	} catch (error) {
		if (error instanceof HttpError) return unreachable(error.message);
		if (signal.aborted) return unreachable("the provider did not answer in time");
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

const unreachable = (why: string): Failed => ({
	ok: false,
	cause: "unreachable",
	message: `Account verification failed. Check that the provider can be reached at this address. (${why})`,
});
