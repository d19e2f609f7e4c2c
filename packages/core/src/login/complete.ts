import { redact } from "@smart-router/llm/limits/redact.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { keyFactsKey, storedKey } from "../api-key/stored-key.ts";
import { audited } from "../audit/audit.ts";
import { secret } from "../credential/secret.ts";
import { GatewayError } from "../errors.ts";
import { randomId } from "../id.ts";
import { openText } from "../keys/envelope.ts";
import { exchangeCode } from "../oauth/exchange.ts";
import type { OAuthClient } from "../oauth/server.ts";
import type { TokenResult } from "../oauth/tokens.ts";
import { openOAuthClient } from "../provider/oauth-client.ts";
import type { OAuthSetup } from "../provider/oauth-setup.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { type Change, eq, set } from "../store/store.ts";
import { type Bringer, checkIssuer, refusalCode, requireOwn } from "./arrival.ts";
import type { LoginDeps } from "./deps.ts";
import { loginErrorOf, loginFailure } from "./failure.ts";
import { providerFailure } from "./provider-failure.ts";
import { saveLogin } from "./save.ts";
import { contextOf, type LoginSession, requirePending, toSession } from "./session.ts";
import { requireSetup } from "./setup.ts";

/**
 * Ends a login with what the provider's redirect brought. The state counts once: from here on the login either completes or has failed, and a second
 * answer is refused. Returns the session as it is then; throws the failure, which the session keeps as well; `StoreError`, `KeysError`.
 */
export async function completeLogin(
	deps: LoginDeps,
	session: LoginSession,
	parameters: URLSearchParams,
	by: Bringer,
): Promise<LoginSession> {
	requireOwn(session, parameters, by);
	requirePending(session, deps.clock());
	await take(deps, session);
	return finish(deps, session, async ({ setup, client }) => {
		checkIssuer(parameters, setup.server);
		const error = parameters.get("error");
		if (error !== null) throw loginFailure(refusalCode(error), redact(parameters.get("error_description") ?? error));
		const code = parameters.get("code");
		if (!code || session.redirectUri === null || session.state === null) throw loginFailure("login_provider_refused");
		const verifier = await openSecret(deps, session);
		const { server } = setup;
		const holder = issuedTo(client, setup, parameters);
		const { redirectUri, state, nonce } = session;
		const asked = { server, client: holder, code: secret(code), verifier: secret(verifier), redirectUri, state, nonce };
		return { holder, result: await exchangeCode(deps, asked) };
	});
}

/** Where the vendor issues a client, its callback names it (facts `oauth.md` 3a). */
function issuedTo(client: OAuthClient, setup: OAuthSetup, parameters: URLSearchParams): OAuthClient {
	const id = parameters.get("client_id");
	return setup.client === undefined && id !== null && /^[\x21-\x7e]{1,500}$/.test(id) ? { ...client, id } : client;
}

/** What was sealed when the login began. */
export async function openSecret({ keys }: LoginDeps, session: LoginSession): Promise<string> {
	const text = await openText(keys, contextOf(session), { id: session.id }, session.secret);
	if (text === undefined) throw loginFailure("login_interrupted");
	return text;
}

/** The one who may go on. Throws login_over for all others. */
export async function take({ store, clock }: LoginDeps, session: LoginSession): Promise<void> {
	const takenBy = randomId("take");
	const changes = [set(["status"], "exchanging"), set(["takenAt"], clock()), set(["takenBy"], takenBy)];
	const taken = await store.update(session, changes, eq(["status"], "pending"));
	// A condition may fail on our own write, whose reply was lost and that was sent again.
	if (taken.ok || taken.current?.["takenBy"] === takenBy) return;
	requirePending(taken.current ? toSession(taken.current) : session, clock());
	throw loginFailure("login_over");
}

export interface Going {
	readonly provider: Provider;
	readonly setup: OAuthSetup;
	readonly client: OAuthClient;
}

/** What a provider gave, and to which client. */
export interface Obtained {
	readonly holder: OAuthClient;
	readonly result: TokenResult;
}

/** From a taken session to its end: tokens, account, and the session says so. */
export async function finish(deps: LoginDeps, session: LoginSession, obtain: (going: Going) => Promise<Obtained>): Promise<LoginSession> {
	const { workspace, starter, provider: target, way } = session;
	const principal = { workspace, keyId: starter.keyId, keyName: starter.keyName };
	try {
		return await audited(deps, { principal, action: "finishLogin", target, details: { login: session.id, way } }, async () => {
			const going = await goOn(deps, session);
			const { holder, result } = await obtain(going);
			if (!result.ok) throw providerFailure(result);
			const account = await saveLogin(deps, session, { ...going, client: holder }, result.tokens);
			deps.linkedChanged(workspace);
			return end(deps, session, [set(["status"], "completed"), set(["profileId"], account.profileId)]);
		});
	} catch (error) {
		if (error instanceof GatewayError) await end(deps, session, [set(["status"], "failed"), set(["error"], loginErrorOf(error))]);
		throw error;
	}
}

/** Everything may have changed since the login began, but it must not have. */
async function goOn(deps: LoginDeps, session: LoginSession): Promise<Going> {
	const { workspace, starter } = session;
	await requireLiveKey(deps, workspace, starter.keyId);
	const provider = findProvider(await resolveProviders(deps, workspace), session.provider);
	const setup = await requireSetup(deps, workspace, provider);
	const client: OAuthClient = setup.client
		? await openOAuthClient(deps, setup.client)
		: { id: session.clientId, secret: null, authMethod: "client_secret_post" };
	if (client.id !== session.clientId || setup.server.tokenUrl !== session.tokenUrl) throw loginFailure("login_settings_changed");
	return { provider, setup, client };
}

async function requireLiveKey({ store, clock }: LoginDeps, workspace: string, keyId: string): Promise<void> {
	const facts = await store.get(keyFactsKey(workspace, keyId));
	// Without a key at all: the local server's `--open`.
	if (!facts) return;
	const { revokedAt, expiresAt } = storedKey(facts);
	if (revokedAt !== null || (expiresAt !== null && expiresAt <= clock())) throw loginFailure("login_key_revoked");
}

async function end({ store }: LoginDeps, session: LoginSession, changes: readonly Change[]): Promise<LoginSession> {
	const written = await store.update(session, changes, eq(["status"], "exchanging"));
	const item = written.ok ? written.item : written.current;
	return item ? toSession(item) : session;
}
