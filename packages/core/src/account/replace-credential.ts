import { GatewayError } from "../errors.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import type { Account } from "./account.ts";
import type { ReplaceCredentialBody } from "./bodies.ts";
import { requireVerified } from "./check-key.ts";
import type { LinkDeps } from "./link.ts";
import { renewCommand } from "./profile-id.ts";
import { putCredential } from "./put-credential.ts";
import { readAccount } from "./read.ts";

/**
 * Puts a new API key in the place of an account's old one, after a real call with it (unless `verify: false`). Id, label, statistics and settings
 * stay; a refusal of the old key is over, because it names the old version. The new key may be sent to `baseUrl`; without it to
 * where the provider is now, or to the address of its own that the account was linked to.
 * Throws `GatewayError` account_verification_failed, account_not_found, conflict, invalid_request for a login; `StoreError`, `KeysError`.
 */
export async function replaceCredential(
	deps: LinkDeps,
	workspace: string,
	profileId: string,
	input: ReplaceCredentialBody,
): Promise<Account> {
	const account = await readAccount(deps, workspace, profileId);
	if (account.method !== "api_key") {
		throw new GatewayError("invalid_request", "This account is a login and has no API key to replace.", {
			param: "apiKey",
			hint: `Sign in anew: ${renewCommand(profileId)}, or Re-authenticate on the page.`,
		});
	}
	const provider = findProvider(await resolveProviders(deps, workspace), account.provider);
	const baseUrl = deps.checkBaseUrl(input.baseUrl ?? (account.atProvider ? provider.baseUrl : account.baseUrl));
	const { lastVerifiedAt } = account;
	const verified = input.verify ? await requireVerified(deps, provider, { baseUrl, apiKey: input.apiKey }) : { lastVerifiedAt };
	const facts = { baseUrl, atProvider: baseUrl === provider.baseUrl, ...verified };
	return putCredential(deps, account, { kind: "api_key", apiKey: input.apiKey, baseUrl }, facts);
}
