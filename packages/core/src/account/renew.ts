import { standardDialect } from "@smart-router/llm/providers/oauth.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import type { Cache } from "../cache.ts";
import type { Clock } from "../clock.ts";
import type { CredentialId, Credentials, Replaced, TokenSet } from "../credential/credential.ts";
import { giveBack, type Lease, refuse, rest } from "../credential/lease.ts";
import { GatewayError } from "../errors.ts";
import { type Keys, KeysError } from "../keys/keys.ts";
import type { Metrics } from "../metrics.ts";
import { refreshTokens, type TokenRefresh } from "../oauth/exchange.ts";
import type { OAuthFailure } from "../oauth/failure.ts";
import type { Tokens } from "../oauth/tokens.ts";
import { clientOfTokens } from "../provider/oauth-client.ts";
import { and, eq, lt, type Store, StoreError, set, unset } from "../store/store.ts";
import { type Account, sameLife } from "./account.ts";
import { tokenTimes } from "./refresh-times.ts";

export interface RenewDeps {
	readonly store: Store;
	readonly keys: Keys;
	readonly clock: Clock;
	readonly http: HttpClient;
	readonly credentials: Credentials;
	readonly providers: Cache<readonly Provider[]>;
	/** Resolves after so many milliseconds. */
	readonly wait: (ms: number) => Promise<void>;
	readonly metrics: Metrics;
	/** For faults that must not fail a request. */
	readonly onFault: (what: string, error: unknown) => void;
}

/** How a try to renew a token set ended. */
export type Renewal =
	/** Renewed, by us or by another; the new refresh token is stored. */
	| { readonly kind: "fresh"; readonly version: number; readonly secret: TokenSet }
	/** The provider has ended the login: Expired until somebody signs in again. */
	| { readonly kind: "refused"; readonly text: string }
	/** Another instance was at it to the end of our patience; its lease ends at `retryAt` (ms). */
	| { readonly kind: "busy"; readonly text: string; readonly retryAt: number }
	/** Nothing is known against the login; ask again from `retryAt` (ms) on. */
	| { readonly kind: "unavailable"; readonly text: string; readonly retryAt: number };

type Ours = Pick<Account, "pk" | "sk" | "workspace" | "provider" | "profileId" | "gen">;

/** Waits between tries to store what the provider gave: about 6 s in all, within the lease. */
const storeWaitsMs = [50, 200, 500, 1000, 2000, 2000];
/** The operator's settings have to change first. */
const wrongClientRestMs = 5 * 60_000;

/**
 * Renews the token set, holding the lease: one call to the token endpoint, never repeated; what it brings is stored before anyone uses it. Throws
 * `StoreError` when the store refuses the outcome for long: then the lease stays, and the next holder knows of the interruption.
 */
export async function renew(deps: RenewDeps, account: Ours, lease: Lease, tokens: TokenSet): Promise<Renewal> {
	const { refreshToken } = tokens;
	if (refreshToken === null) {
		await giveBack(deps, lease);
		return { kind: "refused", text: "The login has no refresh token." };
	}
	const ready = await prepare(deps, account, lease, tokens);
	if (!ready.ok) return ready.renewal;
	const { client, server, store } = ready;
	const result = await refreshTokens(deps, { server, client, refreshToken });
	if (!result.ok) return failed(deps, account, lease, result);
	return stored(deps, account, lease, renewed(tokens, result.tokens, deps.clock()), store);
}

type StoreSecret = (secret: TokenSet) => Promise<Replaced>;

interface Ready extends Pick<TokenRefresh, "server" | "client"> {
	readonly ok: true;
	readonly store: StoreSecret;
}
interface NotReady {
	readonly ok: false;
	readonly renewal: Renewal;
}

/** Everything that can fail before the provider is asked: the operator's client, and a key for what comes back. */
async function prepare(deps: RenewDeps, account: Ours, lease: Lease, tokens: TokenSet): Promise<Ready | NotReady> {
	try {
		const [client, providers, store] = await Promise.all([
			clientOfTokens(deps, { ...account, clientId: tokens.clientId }, tokens.tokenUrl),
			deps.providers.get(account.workspace),
			deps.credentials.readyToReplace(lease),
		]);
		const dialect = providers.find(({ id }) => id === account.provider)?.oauth?.dialect ?? standardDialect;
		// The issuer only checks id tokens, and a renewal's are not read.
		return { ok: true, client, store, server: { issuer: null, tokenUrl: tokens.tokenUrl, dialect } };
	} catch (error) {
		if (!(error instanceof GatewayError || error instanceof KeysError)) throw error;
		const retryAt = await rest(deps, lease, null, false);
		return { ok: false, renewal: { kind: "unavailable", text: error.message, retryAt } };
	}
}

/** What a renewal leaves out stays as it was (RFC 6749 section 6). */
const renewed = (before: TokenSet, tokens: Tokens, now: number): TokenSet => ({
	...before,
	accessToken: tokens.accessToken,
	refreshToken: tokens.refreshToken ?? before.refreshToken,
	obtainedAt: now,
	expiresAt: tokens.expiresAt,
	earliestRefreshAt: tokens.earliestRefreshAt,
});

async function stored(deps: RenewDeps, account: Ours, lease: Lease, secret: TokenSet, store: StoreSecret): Promise<Renewal> {
	const replaced = await insisting(deps, () => store(secret));
	if (replaced.ok) {
		await noteRenewal(deps, account, replaced.version, secret).catch((error: unknown) => deps.onFault("note renewal", error));
		return { kind: "fresh", version: replaced.version, secret };
	}
	const theirs = replaced.version === undefined ? undefined : await openTokens(deps, { ...lease, version: replaced.version });
	// Somebody signed in anew meanwhile, or removed the account.
	return theirs ?? { kind: "refused", text: "The account was removed." };
}

/** A write that must not be lost: what the provider gave counts once. Throws the last `StoreError`. */
async function insisting<T>(deps: RenewDeps, write: () => Promise<T>): Promise<T> {
	for (const ms of storeWaitsMs) {
		try {
			return await write();
		} catch (error) {
			if (!(error instanceof StoreError) || error.kind === "invalid") throw error;
			deps.onFault("store renewed tokens", error);
			await deps.wait(ms);
		}
	}
	return write();
}

async function failed(deps: RenewDeps, account: Ours, lease: Lease, failure: OAuthFailure): Promise<Renewal> {
	if (failure.kind === "invalid_grant") {
		const text = lease.interrupted
			? `The refresh was interrupted after the provider may have answered, and it no longer accepts the old token (${failure.text}).`
			: `The provider no longer accepts this login (${failure.text}).`;
		await refuse(deps, lease, text);
		await noteRefusal(deps, account, lease.version, text);
		return { kind: "refused", text };
	}
	const wrongClient = failure.kind === "invalid_client";
	const retryAt = await rest(deps, lease, wrongClient ? wrongClientRestMs : failure.retryAfterMs, failure.kind === "unavailable");
	const what = wrongClient ? "The provider refuses the operator's OAuth client" : "The token could not be renewed";
	return { kind: "unavailable", text: `${what}: ${failure.text}`, retryAt };
}

/** The stored token set of this version; undefined when it is none or cannot be opened. */
export async function openTokens(
	{ credentials }: Pick<RenewDeps, "credentials">,
	id: CredentialId,
): Promise<Extract<Renewal, { kind: "fresh" }> | undefined> {
	const opened = await credentials.open(id);
	if (!opened.ok || opened.secret.kind !== "token_set") return undefined;
	return { kind: "fresh", version: id.version, secret: opened.secret };
}

/** Moves the account to a token set of a later version than it knows. Throws `StoreError`. */
export async function noteRenewal({ store }: Pick<RenewDeps, "store">, account: Ours, version: number, secret: TokenSet): Promise<void> {
	const { credentialExpiresAt, refreshAt } = tokenTimes(secret);
	await store.update(
		account,
		[
			set(["credentialVersion"], version),
			set(["credentialExpiresAt"], credentialExpiresAt),
			refreshAt === undefined ? unset("refreshAt") : set(["refreshAt"], refreshAt),
			unset("refused"),
		],
		and(sameLife(account), lt(["credentialVersion"], version)),
	);
}

const noteRefusal = ({ store, clock }: RenewDeps, account: Ours, credentialVersion: number, text: string): Promise<unknown> =>
	store.update(
		account,
		[set(["refused"], { credentialVersion, at: clock(), text })],
		and(sameLife(account), eq(["credentialVersion"], credentialVersion)),
	);
