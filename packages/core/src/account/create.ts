import type { CredentialSecret } from "../credential/credential.ts";
import { GatewayError } from "../errors.ts";
import { randomId } from "../id.ts";
import { notExists } from "../store/store.ts";
import { type Account, accountKey } from "./account.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { ensurePool } from "./pool.ts";
import { profileIdOf, renewCommand } from "./profile-id.ts";

/** An orphaned credential removes itself after this. */
const orphanSeconds = 3600;

interface Place {
	readonly workspace: string;
	readonly provider: string;
	readonly label: string;
}

/** What differs from account to account at the start; the rest begins at nothing. */
export type FirstFacts = Pick<Account, "method" | "baseUrl" | "lastVerifiedAt"> &
	Partial<
		Pick<
			Account,
			| "displayName"
			| "tags"
			| "models"
			| "enabled"
			| "priority"
			| "maxConcurrency"
			| "email"
			| "identity"
			| "credentialExpiresAt"
			| "refreshAt"
			| "served"
			| "atProvider"
		>
	>;

/** A new life of an account, at `now` (ms). */
export const newAccount = ({ workspace, provider, label }: Place, facts: FirstFacts, now: number): Account => ({
	...accountKey(workspace, provider, label),
	gen: randomId("gen"),
	workspace,
	provider,
	label,
	profileId: profileIdOf(provider, label),
	displayName: null,
	email: null,
	tags: [],
	models: null,
	enabled: true,
	priority: 0,
	claims: 0,
	claimedAt: 0,
	lastUsedAt: 0,
	useMarks: [],
	cooldowns: {},
	errorStreak: 0,
	lastFaultAt: 0,
	credentialVersion: 1,
	credentialExpiresAt: null,
	nonces: {},
	maxConcurrency: null,
	createdAt: now,
	updatedAt: now,
	...facts,
});

/** Writes credential, account, and the credential for good. False when the profile id is taken; nothing of this try is left then. */
export async function createAccount(deps: CredentialDeps, account: Account, secret: CredentialSecret): Promise<boolean> {
	const { workspace, gen, profileId, credentialVersion: version } = account;
	await deps.credentials.save({ workspace, gen, profileId, version, secret, ttl: Math.ceil(deps.clock() / 1000) + orphanSeconds });
	const created = await deps.store.put(account, notExists("pk"));
	// A write that is repeated after a lost reply finds what it has written itself.
	if (!created.ok && created.current?.["gen"] !== gen) {
		await deps.credentials.remove({ workspace, gen });
		return false;
	}
	await deps.credentials.confirm({ workspace, gen });
	await ensurePool(deps, workspace, account.provider);
	return true;
}

export const accountExists = (profileId: string): GatewayError =>
	new GatewayError("account_exists", `The account ${profileId} is linked already.`, {
		param: "label",
		hint: `Choose another label, or renew this account: ${renewCommand(profileId)}, or Replace key (Re-authenticate for a login) on the page.`,
	});
