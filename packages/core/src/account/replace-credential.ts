import { GatewayError } from "../errors.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { revised } from "../revision.ts";
import { and, lt, set } from "../store/store.ts";
import { type Account, sameLife, toAccount } from "./account.ts";
import type { ReplaceCredentialBody } from "./bodies.ts";
import { requireVerified } from "./check-key.ts";
import type { LinkDeps } from "./link.ts";
import { accountNotFound } from "./profile-id.ts";
import { readAccount } from "./read.ts";
import { forgotten } from "./verify.ts";

const maxTries = 3;

/**
 * Puts a new API key in the place of an account's old one, after a real call with it (unless `verify: false`). Id, label, statistics and settings
 * stay; a refusal of the old key is over, because it names the old version. The new key may be sent to the account's address, or to `baseUrl`.
 * Throws `GatewayError` account_verification_failed, account_not_found, conflict; `StoreError`, `KeysError`.
 */
export async function replaceCredential(
	deps: LinkDeps,
	workspace: string,
	profileId: string,
	input: ReplaceCredentialBody,
): Promise<Account> {
	const account = await readAccount(deps, workspace, profileId);
	const provider = findProvider(await resolveProviders(deps, workspace), account.provider);
	const baseUrl = deps.checkBaseUrl(input.baseUrl ?? account.baseUrl);
	const verifiedAt = input.verify ? await requireVerified(deps, provider, { baseUrl, apiKey: input.apiKey }) : account.lastVerifiedAt;
	const version = await seal(deps, account, { kind: "api_key", apiKey: input.apiKey, baseUrl });
	const now = deps.clock();
	const written = await deps.store.update(
		account,
		[
			set(["credentialVersion"], version),
			set(["baseUrl"], baseUrl),
			set(["lastVerifiedAt"], verifiedAt),
			set(["errorStreak"], 0),
			set(["updatedAt"], now),
			revised(now),
			...forgotten,
		],
		and(sameLife(account), lt(["credentialVersion"], version)),
	);
	if (written.ok) return toAccount(written.item);
	if (written.current?.gen !== account.gen) throw accountNotFound();
	// Somebody replaced it once more meanwhile: his key is the newer one.
	return toAccount(written.current);
}

/** Writes the next version of the credential and returns it, also where the account does not know the last one or the item is gone. */
async function seal(
	{ credentials }: LinkDeps,
	account: Account,
	secret: Parameters<LinkDeps["credentials"]["save"]>[0]["secret"],
): Promise<number> {
	const { workspace, gen, profileId } = account;
	let version = account.credentialVersion;
	for (let tries = 0; tries < maxTries; tries++) {
		const replaced = await credentials.replace({ workspace, gen, profileId, version, secret });
		if (replaced.ok) {
			await credentials.confirm({ workspace, gen });
			return replaced.version;
		}
		if (replaced.version === undefined) {
			await credentials.save({ workspace, gen, profileId, version: version + 1, secret });
			return version + 1;
		}
		version = replaced.version;
	}
	throw new GatewayError("conflict", "The credential is being replaced by others; try again.");
}
