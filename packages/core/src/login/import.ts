import type { Account } from "../account/account.ts";
import { refuseTaken } from "../account/link.ts";
import type { Principal } from "../api-key/principal.ts";
import { GatewayError } from "../errors.ts";
import { refreshTokens } from "../oauth/exchange.ts";
import type { Tokens } from "../oauth/tokens.ts";
import { openOAuthClient, readOAuthClient } from "../provider/oauth-client.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import type { ImportLoginBody } from "./bodies.ts";
import type { Going } from "./complete.ts";
import type { LoginDeps } from "./deps.ts";
import { providerFailure } from "./provider-failure.ts";
import { saveLogin } from "./save.ts";
import { clientMissing, requireSetup } from "./setup.ts";
import { requireReach } from "./start.ts";

/**
 * Links a login that was made elsewhere, from its tokens. A refresh token is renewed here and now, so that one which this gateway could not renew is
 * refused at once, and not in an hour; where the provider rotates tokens, the copy elsewhere is dead afterwards. From there on it is a login like any
 * other. Throws `GatewayError` account_exists before anything is asked, oauth_client_missing, subscription_logins_off, permission_denied,
 * account_verification_failed, login_*; `StoreError`, `KeysError`.
 */
export async function importLogin(deps: LoginDeps, principal: Principal, input: ImportLoginBody): Promise<Account> {
	const { workspace } = principal;
	const provider = findProvider(await resolveProviders(deps, workspace), input.provider);
	const { label = null, profileId = null } = input;
	await requireReach(deps, principal, provider, input);
	const setup = await requireSetup(deps, workspace, provider);
	const stored = await readOAuthClient(deps, workspace, provider.id);
	if (!stored) throw clientMissing(provider);
	if (label !== null && profileId === null) await refuseTaken(deps, { workspace, provider: provider.id, label });
	const going: Going = { provider, setup, client: await openOAuthClient(deps, stored) };
	const tokens = await provenTokens(deps, going, input);
	const renewed = input.refreshToken !== undefined;
	const account = await saveLogin(
		deps,
		{ workspace, provider: provider.id, starter: principal, label, profileId, way: "paste", renewed },
		going,
		tokens,
	);
	deps.linkedChanged(workspace);
	return account;
}

/** What a refresh token gives now; without one, what was handed over. */
async function provenTokens(
	deps: LoginDeps,
	{ setup, client }: Going,
	{ refreshToken, accessToken, expiresAt }: ImportLoginBody,
): Promise<Tokens> {
	if (refreshToken === undefined) {
		if (accessToken === undefined)
			throw new GatewayError("invalid_request", "refreshToken or accessToken is needed.", { param: "refreshToken" });
		const end = expiresAt === undefined ? null : Date.parse(expiresAt);
		return { accessToken, refreshToken: null, expiresAt: end, earliestRefreshAt: null, scopes: null, claims: null, extra: {} };
	}
	const result = await refreshTokens(deps, { server: setup.server, client, refreshToken });
	if (result.ok) return { ...result.tokens, refreshToken: result.tokens.refreshToken ?? refreshToken };
	if (result.kind !== "invalid_grant") throw providerFailure(result);
	throw new GatewayError(
		"account_verification_failed",
		`Account verification failed: the provider does not accept this login any more (${result.text}).`,
		{
			param: "refreshToken",
			hint: "It was used elsewhere, revoked, or given to another OAuth client than the operator's. Sign in anew.",
		},
	);
}
