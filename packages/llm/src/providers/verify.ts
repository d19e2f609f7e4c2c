import { parseJson } from "../chat/json.ts";
import { classify } from "../limits/classify.ts";
import type { VerdictKind } from "../limits/verdict.ts";
import { readListedModels } from "./listed-models.ts";
import type { Provider } from "./provider.ts";

export type VerificationFailure = "wrong_key" | "missing_permission" | "rate_limited" | "unreachable";

export type Verification =
	| { readonly ok: true; readonly models: readonly string[] }
	| { readonly ok: false; readonly cause: VerificationFailure; readonly message: string };

const causes: Partial<Record<VerdictKind, VerificationFailure>> = {
	auth: "wrong_key",
	permission: "missing_permission",
	billing: "missing_permission",
	rate_short: "rate_limited",
	quota_long: "rate_limited",
};

const advice: Readonly<Record<VerificationFailure, string>> = {
	wrong_key: "Check that the API key is correct",
	missing_permission: "Verify the key has required permissions",
	rate_limited: "Ensure the key isn't rate limited",
	unreachable: "Check that the provider can be reached at this address",
};

/** What the answer to `listModelsCall` says about a credential; status 0 when there was none. The message holds no secret. */
export function readVerification(
	provider: Provider,
	status: number,
	headers: Readonly<Record<string, string>>,
	body: string,
): Verification {
	if (status >= 200 && status < 300) {
		const models = readListedModels(provider, parseJson(body));
		return models ? { ok: true, models: models.map(({ id }) => id) } : failedVerification("unreachable", "The answer is no list of models");
	}
	if (isRestrictedButAlive(provider, status, body)) return { ok: true, models: [] };
	const verdict = classify(
		{ status, headers, body },
		{ protocol: provider.protocol, provider: provider.id, model: "", knownModel: false, now: 0 },
	);
	return failedVerification(causes[verdict.kind] ?? "unreachable", verdict.message);
}

/** A restricted key of OpenAI may not list models and says so: it exists and works. */
const isRestrictedButAlive = ({ protocol }: Provider, status: number, body: string): boolean =>
	status === 403 && protocol.startsWith("openai-") && /missing scopes/i.test(body);

/** Why a credential did not pass, with what to do about it; `said` holds no secret. */
export function failedVerification(cause: VerificationFailure, said: string): Extract<Verification, { ok: false }> {
	return { ok: false, cause, message: `Account verification failed. ${advice[cause]}. (${said})` };
}
