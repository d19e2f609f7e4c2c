import { atRevision, type Expected, requireRevision } from "../revision.ts";
import { eq, set } from "../store/store.ts";
import { type Account, poolKey, sameLife } from "./account.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { accountNotFound } from "./profile-id.ts";

/**
 * Removes an account, then its credential, so that a death in between leaves only what nobody can reach. API keys have no endpoint to revoke
 * them at; the person does that on the provider's dashboard. Throws `GatewayError` account_not_found, precondition_failed.
 */
export async function removeAccount(
	deps: Pick<CredentialDeps, "store" | "credentials">,
	account: Account,
	expected?: Expected,
): Promise<void> {
	const removed = await deps.store.remove(account, atRevision(expected, sameLife(account)));
	if (!removed.ok && removed.current?.["gen"] === account.gen) {
		requireRevision(removed.current, expected);
		throw accountNotFound();
	}
	// Gone already: by this very call, whose reply was lost and which was sent again, or by another one. Its credential goes with it either way.
	await deps.credentials.remove(account);
	// A primary that is gone would show in the pool for ever; when it has moved on meanwhile it stays as it is.
	await deps.store.update(poolKey(account.workspace, account.provider), [set(["primary"], null)], eq(["primary"], account.profileId));
}
