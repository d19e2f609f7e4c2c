import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { Verification } from "@smart-router/llm/providers/verify.ts";
import { GatewayError } from "../errors.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { setFields } from "../store/set-fields.ts";
import { and, eq, set, unset } from "../store/store.ts";
import { type Account, sameLife } from "./account.ts";
import { checkKey, type VerifyDeps, verificationFailed } from "./check-key.ts";
import { checkLogin } from "./check-login.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import type { DiscoverDeps } from "./discover-project.ts";
import type { FreshCredentials, Usable } from "./fresh-credentials.ts";
import { accountNotFound } from "./profile-id.ts";
import { putCredential } from "./put-credential.ts";
import { readAccount } from "./read.ts";
import { tokenTimes } from "./refresh-times.ts";
import { servedFacts } from "./served.ts";

interface Deps extends CredentialDeps, VerifyDeps, DiscoverDeps {
	readonly fresh: Pick<FreshCredentials, "open" | "afterRefusal">;
}

type Good = Extract<Usable, { ok: true }>;

/**
 * Checks an account's credential with a real call, a login's after renewing it where that is due. Success ends its Error and the refusal of its credential;
 * a refused one takes it out of the rotation at once. Throws `GatewayError` account_verification_failed that says why, account_not_found; `StoreError`,
 * `KeysError`.
 */
export async function verifyAccount(deps: Deps, workspace: string, profileId: string): Promise<Account> {
	const before = await readAccount(deps, workspace, profileId);
	const provider = findProvider(await resolveProviders(deps, workspace), before.provider);
	const { checked, opened } = await checkTwice(deps, provider, before);
	const account = opened.version === before.credentialVersion ? before : await readAccount(deps, workspace, profileId);
	const now = deps.clock();
	const changes = checked.ok
		? [
				set(["lastVerifiedAt"], now),
				set(["credentialVersion"], opened.version),
				set(["errorStreak"], 0),
				...setFields(servedFacts(provider, account.method, checked.models)),
				...forgotten,
			]
		: [set(["refused"], { credentialVersion: opened.version, at: now, text: checked.message })];
	if (checked.ok || checked.cause === "wrong_key") {
		// A credential that was replaced during the call speaks for itself.
		const written = await deps.store.update(account, changes, and(sameLife(account), eq(["credentialVersion"], account.credentialVersion)));
		if (!written.ok && written.current?.["gen"] !== account.gen) throw accountNotFound();
	}
	if (!checked.ok) throw verificationFailed(checked);
	// Linking may have died between account and confirmation: a credential that works must not run out.
	await deps.credentials.confirm(account);
	return readAccount(deps, workspace, profileId);
}

/** A login whose token is refused is renewed once. */
async function checkTwice(
	deps: Deps,
	provider: Provider,
	account: Account,
): Promise<{ readonly checked: Verification; readonly opened: Good }> {
	const opened = usable(await deps.fresh.open(account, account.credentialVersion));
	const checked = await check(deps, provider, account, opened);
	if (checked.ok || checked.cause !== "wrong_key") return { checked, opened };
	const renewed = await deps.fresh.afterRefusal(account, opened.version);
	return renewed?.ok ? { checked: await check(deps, provider, account, renewed), opened: renewed } : { checked, opened };
}

/** A login that was linked while its provider was limited learns its project here. */
async function check(deps: Deps, provider: Provider, account: Account, { secret }: Good): Promise<Verification> {
	if (secret.kind === "api_key") return checkKey(deps, provider, secret);
	const checked = await checkLogin(deps, provider, secret);
	if (checked.ok && checked.tokens.project !== secret.project) {
		await putCredential(deps, account, checked.tokens, {
			baseUrl: account.baseUrl,
			lastVerifiedAt: deps.clock(),
			...servedFacts(provider, account.method, checked.models),
			...tokenTimes(secret),
		});
	}
	return checked;
}

function usable(opened: Usable): Good {
	if (opened.ok) return opened;
	throw new GatewayError("account_verification_failed", `Account verification failed: ${opened.text}`, {
		hint:
			opened.kind === "dead"
				? "Sign in again, or replace the key with POST /admin/accounts/{profileId}/credential."
				: "The provider's login service gave no usable answer: try again in a few minutes.",
	});
}

/** What a success makes untrue. */
export const forgotten = [unset("refused"), unset("errorText"), unset("errorAt")];
