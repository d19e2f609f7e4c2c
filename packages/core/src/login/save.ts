import type { Account } from "../account/account.ts";
import { verificationFailed } from "../account/check-key.ts";
import { type CheckedLogin, checkLogin } from "../account/check-login.ts";
import { accountExists, createAccount, newAccount } from "../account/create.ts";
import { readPool } from "../account/pools.ts";
import { profileIdOf } from "../account/profile-id.ts";
import { putCredential } from "../account/put-credential.ts";
import { readAccount } from "../account/read.ts";
import { tokenTimes } from "../account/refresh-times.ts";
import { servedFacts } from "../account/served.ts";
import { type Limits, requireAccount } from "../api-key/limits.ts";
import type { TokenSet } from "../credential/content.ts";
import type { Tokens } from "../oauth/tokens.ts";
import type { Going } from "./complete.ts";
import type { LoginDeps } from "./deps.ts";
import { loginFailure } from "./failure.ts";
import { findIdentity, type Identity, identityHash, labelOf } from "./identity.ts";
import type { LoginSession } from "./session.ts";

/** What of a login decides which account its tokens belong to. */
export interface Saving extends Pick<LoginSession, "workspace" | "provider" | "label" | "profileId" | "way"> {
	/** How far the key reaches that started it. */
	readonly starter: Limits;
	/** The provider has renewed the tokens a moment ago: that it cannot be reached now says nothing against them, and the old ones may be dead. */
	readonly renewed?: boolean;
}

/**
 * From tokens to a linked account: permissions, identity, a real call, then the account is made or renewed. Throws login_missing_scope,
 * login_identity_mismatch, account_exists, account_verification_failed, permission_denied; `StoreError`, `KeysError`.
 */
export async function saveLogin(deps: LoginDeps, session: Saving, going: Going, tokens: Tokens): Promise<Account> {
	const { provider, setup } = going;
	const missing = setup.requiredScopes.filter((scope) => tokens.scopes !== null && !tokens.scopes.includes(scope));
	if (missing.length > 0) throw loginFailure("login_missing_scope", `missing: ${missing.join(", ")}`);
	const identity = await findIdentity(deps, setup.server, tokens);
	const { tokens: tokenSet, models } = await verified(deps, going, tokenSetOf(deps, going, tokens, identity), session);
	const identified = identityHash(identity);
	const method = session.way === "native" || session.way === "bridged" ? "device" : "oauth";
	const facts = {
		method,
		email: identity.email,
		...(identified !== null && { identity: identified }),
		baseUrl: provider.baseUrl,
		lastVerifiedAt: deps.clock(),
		...servedFacts(provider, method, models),
		...tokenTimes(tokenSet),
	} as const;
	const known = await knownAccount(deps, session, identified);
	if (known) {
		requireAccount(session.starter, known);
		return putCredential(deps, known, tokenSet, facts);
	}
	for (const label of labelsOf(session, identity)) {
		requireAccount(session.starter, { provider: provider.id, profileId: profileIdOf(provider.id, label) });
		const account = newAccount({ workspace: session.workspace, provider: provider.id, label }, facts, deps.clock());
		if (await createAccount(deps, account, tokenSet)) return account;
		// The same person at two browsers at once: whoever came first made the account, the other renews it.
		const meanwhile = await knownAccount(deps, session, identified);
		if (meanwhile) return putCredential(deps, meanwhile, tokenSet, facts);
	}
	throw accountExists(profileIdOf(provider.id, labelsOf(session, identity)[0] ?? ""));
}

/** One cheap real call. A limit says that the credential is known, so it does not stand in the way. */
async function verified(
	deps: LoginDeps,
	{ provider }: Going,
	tokens: TokenSet,
	{ renewed }: Saving,
): Promise<Extract<CheckedLogin, { ok: true }>> {
	const checked = await checkLogin(deps, provider, tokens);
	if (checked.ok) return checked;
	if (checked.cause === "rate_limited" || (renewed && checked.cause === "unreachable")) return { ok: true, tokens, models: [] };
	throw verificationFailed(checked);
}

/** The account to renew: the one that was named, or the one this identity has already. Throws login_identity_mismatch. */
async function knownAccount(deps: LoginDeps, session: Saving, identity: string | null): Promise<Account | undefined> {
	const { workspace, provider, profileId } = session;
	if (profileId !== null) {
		const account = await readAccount(deps, workspace, profileId);
		if (account.identity && account.identity !== identity) throw loginFailure("login_identity_mismatch");
		return account;
	}
	if (identity === null) return undefined;
	const { accounts } = await readPool(deps, workspace, provider);
	return accounts.find((account) => account.identity === identity);
}

/** The labels to try, the best first. One that was asked for is the only one. */
function labelsOf({ label }: Saving, { email, organization, subject }: Identity): string[] {
	if (label !== null) return [label];
	const name = labelOf(email ?? subject ?? "");
	const base = name === "" ? "login" : name;
	return [base, ...(organization === null ? [] : [labelOf(`${base.slice(0, 80)}~${organization}`)])];
}

const tokenSetOf = ({ clock }: LoginDeps, { provider, setup, client }: Going, tokens: Tokens, identity: Identity): TokenSet => ({
	kind: "token_set",
	accessToken: tokens.accessToken,
	refreshToken: tokens.refreshToken,
	obtainedAt: clock(),
	expiresAt: tokens.expiresAt,
	earliestRefreshAt: tokens.earliestRefreshAt,
	clientId: client.id,
	tokenUrl: setup.server.tokenUrl,
	revokeUrl: setup.server.revokeUrl,
	userinfoUrl: setup.server.userinfoUrl,
	baseUrl: provider.baseUrl,
	otherBaseUrls: [...(provider.otherBaseUrls ?? [])],
	project: null,
	accountId: identity.accountId,
	subject: identity.subject,
	issuer: identity.issuer,
	organization: identity.organization,
});
