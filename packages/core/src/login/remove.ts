import { standardDialect } from "@smart-router/llm/providers/oauth.ts";
import { readAccount } from "../account/read.ts";
import { removeAccount } from "../account/remove.ts";
import type { TokenSet } from "../credential/content.ts";
import { GatewayError } from "../errors.ts";
import { revokeToken } from "../oauth/revoke.ts";
import { clientOfTokens } from "../provider/oauth-client.ts";
import { resolveProviders } from "../provider/providers.ts";
import type { Expected } from "../revision.ts";
import type { LoginDeps } from "./deps.ts";

/** `revoked`: the provider says so. `not-revoked`: it was asked in vain. `nothing`: there was nothing that could be revoked, as with API keys. */
export type Removal = "revoked" | "not-revoked" | "nothing";

/**
 * Removes an account with its credential, then tells the provider to end the login where it has an endpoint for that. What the provider answers changes
 * nothing here: the local copy is gone. Throws like `removeAccount`.
 */
export async function removeWithLogin(deps: LoginDeps, workspace: string, profileId: string, expected?: Expected): Promise<Removal> {
	const account = await readAccount(deps, workspace, profileId);
	const tokens = account.method === "api_key" ? undefined : await tokensOf(deps, account);
	await removeAccount(deps, account, expected);
	if (tokens === undefined || tokens.revokeUrl === null) return "nothing";
	return revoke(deps, workspace, account.provider, { ...tokens, revokeUrl: tokens.revokeUrl });
}

type Life = Parameters<LoginDeps["credentials"]["remove"]>[0] & { readonly profileId: string; readonly credentialVersion: number };

/** Undefined where the credential cannot be opened: an account that is broken must still be removable. */
async function tokensOf({ credentials }: LoginDeps, { workspace, gen, profileId, credentialVersion }: Life): Promise<TokenSet | undefined> {
	const at = (version: number) => credentials.open({ workspace, gen, profileId, version });
	let opened = await at(credentialVersion);
	if (!opened.ok && opened.reason === "version") opened = await at(opened.version);
	return opened.ok && opened.secret.kind === "token_set" ? opened.secret : undefined;
}

async function revoke(
	deps: LoginDeps,
	workspace: string,
	providerId: string,
	tokens: TokenSet & { readonly revokeUrl: string },
): Promise<Removal> {
	const { refreshToken, accessToken, clientId, tokenUrl, revokeUrl } = tokens;
	const provider = (await resolveProviders(deps, workspace)).find(({ id }) => id === providerId);
	try {
		const client = await clientOfTokens(deps, { workspace, provider: providerId, clientId }, revokeUrl);
		const server = { tokenUrl, revokeUrl, dialect: provider?.oauth?.dialect ?? standardDialect };
		const kind = refreshToken === null ? "access_token" : "refresh_token";
		return (await revokeToken(deps, { server, client, token: refreshToken ?? accessToken, kind })).ok ? "revoked" : "not-revoked";
	} catch (error) {
		// The client's secret cannot be opened: the account is gone all the same.
		if (error instanceof GatewayError) return "not-revoked";
		throw error;
	}
}
