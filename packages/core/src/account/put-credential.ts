import type { CredentialSecret } from "../credential/credential.ts";
import { GatewayError } from "../errors.ts";
import { updateRevised } from "../revision.ts";
import { setFields } from "../store/set-fields.ts";
import { and, lt, unset } from "../store/store.ts";
import { type Account, sameLife, toAccount } from "./account.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { accountNotFound } from "./profile-id.ts";
import { forgotten } from "./verify.ts";

const maxTries = 3;

/** What a new credential brings along. */
export type NewFacts = Pick<Account, "baseUrl" | "lastVerifiedAt"> &
	Partial<Pick<Account, "method" | "email" | "identity" | "credentialExpiresAt" | "refreshAt" | "served">>;

/**
 * Puts a new credential in the place of an account's old one. Id, label, statistics and settings stay; a refusal of the old one is over, because it names
 * the old version. Throws `GatewayError` account_not_found, conflict; `StoreError`, `KeysError`.
 */
export async function putCredential(deps: CredentialDeps, account: Account, secret: CredentialSecret, facts: NewFacts): Promise<Account> {
	const version = await seal(deps, account, secret);
	const changes = [
		...setFields({ ...facts, credentialVersion: version, errorStreak: 0, updatedAt: deps.clock() }),
		...(facts.refreshAt === undefined ? [unset("refreshAt")] : []),
		...forgotten,
	];
	const written = await updateRevised(deps, account, changes, and(sameLife(account), lt(["credentialVersion"], version)));
	if (written.ok) return toAccount(written.item);
	if (written.current?.["gen"] !== account.gen) throw accountNotFound();
	// Somebody replaced it once more meanwhile: his is the newer one.
	return toAccount(written.current);
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
