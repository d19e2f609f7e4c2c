import { callSecret } from "../credential/content.ts";
import type { Secret } from "../credential/secret.ts";
import { GatewayError } from "../errors.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { and, eq, set, unset } from "../store/store.ts";
import { type Account, sameLife } from "./account.ts";
import { checkKey, type VerifyDeps, verificationFailed } from "./check-key.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { accountNotFound } from "./profile-id.ts";
import { readAccount } from "./read.ts";

interface Opened {
	readonly version: number;
	readonly apiKey: Secret;
	readonly baseUrl: string;
}

/**
 * Checks an account's credential with a real call. Success ends its Error and the refusal of its credential; a refused key takes it out of the
 * rotation at once. Throws `GatewayError` account_verification_failed that says why, account_not_found; `StoreError`, `KeysError`.
 */
export async function verifyAccount(deps: CredentialDeps & VerifyDeps, workspace: string, profileId: string): Promise<Account> {
	const account = await readAccount(deps, workspace, profileId);
	const provider = findProvider(await resolveProviders(deps, workspace), account.provider);
	const opened = await open(deps, account);
	const checked = await checkKey(deps, provider, opened);
	const now = deps.clock();
	const changes = checked.ok
		? [set(["lastVerifiedAt"], now), set(["credentialVersion"], opened.version), set(["errorStreak"], 0), ...forgotten]
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

/** What a success makes untrue. */
export const forgotten = [unset("refused"), unset("errorText"), unset("errorAt")];

/** The stored credential, also when a death between credential and account left the account one version behind. */
async function open({ credentials }: CredentialDeps, { workspace, gen, profileId, credentialVersion }: Account): Promise<Opened> {
	let version = credentialVersion;
	let opened = await credentials.open({ workspace, gen, profileId, version });
	if (!opened.ok && opened.reason === "version") {
		version = opened.version;
		opened = await credentials.open({ workspace, gen, profileId, version });
	}
	if (opened.ok) return { version, apiKey: callSecret(opened.secret), baseUrl: opened.secret.baseUrl };
	throw new GatewayError("account_verification_failed", "Account verification failed: the stored credential cannot be opened.", {
		hint: "Replace it with POST /admin/accounts/{profileId}/credential.",
	});
}
