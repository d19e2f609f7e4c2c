import { cleanSlate } from "../cooldown/step.ts";
import { writeStep } from "../cooldown/write.ts";
import type { CredentialSecret } from "../credential/credential.ts";
import { GatewayError } from "../errors.ts";
import { newRevision } from "../revision.ts";
import { setFields } from "../store/set-fields.ts";
import { lt, unset } from "../store/store.ts";
import type { Account } from "./account.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { accountNotFound } from "./profile-id.ts";

const maxTries = 3;

/** What a new credential brings along. */
export type NewFacts = Pick<Account, "baseUrl" | "lastVerifiedAt"> &
	Partial<Pick<Account, "method" | "email" | "identity" | "credentialExpiresAt" | "refreshAt" | "served" | "atProvider">>;

/**
 * Puts a new credential in the place of an account's old one. Id, label, statistics and settings stay; what the provider
 * refused the old one is over. Throws `GatewayError` account_not_found, conflict; `StoreError`, `KeysError`.
 */
export async function putCredential(deps: CredentialDeps, account: Account, secret: CredentialSecret, facts: NewFacts): Promise<Account> {
	const version = await seal(deps, account, secret);
	const now = deps.clock();
	const written = await writeStep(deps.store, account, (current) => {
		// Somebody replaced it once more meanwhile: his is the newer one.
		if (current.credentialVersion >= version) return undefined;
		const { changes, conditions } = cleanSlate(current);
		return {
			changes: [
				...setFields({ ...facts, credentialVersion: version, updatedAt: now, revision: newRevision(now) }),
				...(facts.refreshAt === undefined ? [unset("refreshAt")] : []),
				...changes,
			],
			conditions: [lt(["credentialVersion"], version), ...conditions],
		};
	});
	if (!written) throw accountNotFound();
	return written;
}

/** Writes the next version of the credential and returns it, also where the account does not know the last one or the item is gone. */
async function seal({ credentials }: CredentialDeps, account: Account, secret: CredentialSecret): Promise<number> {
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
