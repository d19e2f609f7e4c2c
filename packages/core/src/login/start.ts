import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { keyOfProfile, parseProfileId, profileIdOf, renewCommand } from "../account/profile-id.ts";
import { readAccount } from "../account/read.ts";
import { requireAccount } from "../api-key/limits.ts";
import type { Principal } from "../api-key/principal.ts";
import { reveal } from "../credential/secret.ts";
import { GatewayError } from "../errors.ts";
import { randomId } from "../id.ts";
import { sealText } from "../keys/envelope.ts";
import { startDevice } from "../oauth/device.ts";
import { openOAuthClient } from "../provider/oauth-client.ts";
import { callbackPath, type OAuthSetup } from "../provider/oauth-setup.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { notExists } from "../store/store.ts";
import { authorizeUrlOf, randomText } from "./authorize-url.ts";
import type { LoginDeps } from "./deps.ts";
import { issuedClientOf } from "./issued-client.ts";
import type { StartLoginInput } from "./login.schema.ts";
import { providerFailure } from "./provider-failure.ts";
import { contextOf, type LoginSession, type LoginWay, lifetimeMs, loginKey, ttlOf } from "./session.ts";
import { requireSetup } from "./setup.ts";
import { newUserCode, userCodeItem } from "./user-code.ts";

/** Where this gateway is reached, without a trailing slash, and what its surroundings can do. */
export interface Here {
	readonly baseUrl: string;
	/** A loopback address will be listened on by this very process; only a laptop's gateway can. */
	readonly listens: boolean;
}

/** Seconds between two looks of a page or program at its own gateway; a provider's device endpoint names its own. */
const lookInterval = 3;

/**
 * Begins a login. Throws `GatewayError` not_found (provider), account_not_found, oauth_client_missing, subscription_logins_off,
 * login_method_unavailable, permission_denied, invalid_request; for the native device way also the provider's refusal; `StoreError`, `KeysError`.
 */
export async function startLogin(deps: LoginDeps, principal: Principal, input: StartLoginInput, here: Here): Promise<LoginSession> {
	const { workspace } = principal;
	const provider = findProvider(await resolveProviders(deps, workspace), input.provider);
	await requireReach(deps, principal, provider, input);
	const setup = await requireSetup(deps, workspace, provider);
	const way = wayOf(provider, setup, input, here);
	const id = randomId("login");
	const now = deps.clock();
	const common = {
		...loginKey(id),
		ttl: ttlOf(now + lifetimeMs),
		id,
		workspace,
		provider: provider.id,
		way,
		starter: { keyId: principal.keyId, keyName: principal.keyName, providers: principal.providers, profiles: principal.profiles },
		label: input.label ?? null,
		profileId: input.profileId ?? null,
		status: "pending",
		startedAt: now,
		expiresAt: now + lifetimeMs,
		takenAt: null,
		tokenUrl: setup.server.tokenUrl,
		browser: null,
		pollFaults: 0,
		nextPollAt: 0,
		interval: lookInterval,
		error: null,
		...none,
	} as const;
	const session =
		way === "native" ? await atProvider(deps, setup, common) : await byRedirect(deps, { setup, session: common, input, here });
	if (session.userCode !== null && way === "bridged") {
		// 34.5 random bits among the few codes that live at once: a clash is not worth more than a refusal to start.
		const code = await deps.store.put(userCodeItem(session.userCode, id, session.ttl), notExists("pk"));
		if (!code.ok && code.current?.["id"] !== id) throw new GatewayError("conflict", "The code just drawn is taken; try again.");
	}
	await deps.store.put(session, notExists("pk"));
	return session;
}

const none = {
	state: null,
	nonce: null,
	redirectUri: null,
	providerUrl: null,
	userCode: null,
	verificationUrl: null,
	verificationUrlComplete: null,
} as const;

type Begun = Omit<LoginSession, "clientId" | "secret">;

/** The key must reach what will be linked; what that is called may be known only at the end, where it is checked again. */
export async function requireReach(
	deps: LoginDeps,
	principal: Principal,
	provider: Provider,
	{ label, profileId }: Pick<StartLoginInput, "label" | "profileId">,
): Promise<void> {
	if (profileId !== undefined) {
		requireAccount(principal, { provider: parseProfileId(profileId).provider, profileId });
		const account = await readAccount(deps, principal.workspace, profileId);
		if (account.provider !== provider.id) {
			throw new GatewayError("invalid_request", "The account belongs to another provider.", { param: "profileId" });
		}
		if (account.method !== "api_key") return;
		throw new GatewayError("invalid_request", "This account has an API key and nobody signs in for it.", {
			param: "profileId",
			hint: `Give it a new key: ${renewCommand(profileId)}, or Replace key on the page.`,
		});
	}
	if (label !== undefined) {
		const named = profileIdOf(provider.id, label);
		keyOfProfile(principal.workspace, named);
		return requireAccount(principal, { provider: provider.id, profileId: named });
	}
	if (principal.providers === null || principal.providers.includes(provider.id)) return;
	throw new GatewayError("permission_denied", "Your API key is limited and does not reach this provider.");
}

function wayOf(provider: Provider, setup: OAuthSetup, { method, redirect }: StartLoginInput, { listens }: Here): LoginWay {
	if (method === "device") {
		if (setup.device !== null) return setup.device;
		throw unavailable(provider, setup, "the device code");
	}
	if (redirect !== undefined) {
		if (setup.redirects.includes(redirect)) return redirect;
		throw unavailable(provider, setup, `the way back "${redirect}"`);
	}
	const best = (["hosted", ...(listens ? (["loopback"] as const) : []), "paste"] as const).find((way) => setup.redirects.includes(way));
	if (best !== undefined) return best;
	throw unavailable(provider, setup, "OAuth");
}

function unavailable({ name }: Provider, { redirects, device }: OAuthSetup, what: string): GatewayError {
	const ways = [...redirects.map((way) => `oauth (${way})`), ...(device ? ["device"] : [])];
	return new GatewayError("login_method_unavailable", `The OAuth client for ${name} does not allow ${what}.`, {
		param: "method",
		hint: ways.length > 0 ? `It allows: ${ways.join(", ")}.` : "Link the account with an API key.",
	});
}

interface Redirected {
	readonly setup: OAuthSetup;
	readonly session: Begun;
	readonly input: StartLoginInput;
	readonly here: Here;
}

async function byRedirect(deps: LoginDeps, { setup, session, input, here }: Redirected): Promise<LoginSession> {
	// The id leads the callback to its session; the 256 random bits make it this login's.
	const state = `${session.id}.${randomText()}`;
	const verifier = randomText();
	const nonce = setup.scopes.includes("openid") ? randomText() : null;
	const redirectUri = redirectUriOf(setup, session, input, here);
	const { clientId, issue } = await issuedClientOf(deps, setup, session);
	const userCode = session.way === "bridged" ? newUserCode() : null;
	return {
		...session,
		clientId,
		secret: await sealText(deps.keys, contextOf(session), { id: session.id }, verifier),
		...{ state, nonce, redirectUri, userCode },
		providerUrl: authorizeUrlOf(setup, { clientId, redirectUri, state, nonce, verifier, issue }),
		...(userCode !== null && {
			verificationUrl: `${here.baseUrl}/device`,
			verificationUrlComplete: `${here.baseUrl}/device?code=${userCode}`,
		}),
	};
}

/** An unlikely port for addresses at which nobody needs to listen. */
const deadPort = 53_682;

function redirectUriOf(setup: OAuthSetup, { way, provider }: Begun, { redirectPort }: StartLoginInput, { baseUrl }: Here): string {
	const { host, ports, path } = setup.loopback;
	if (redirectPort !== undefined && (way !== "loopback" || (ports.length > 0 && !ports.includes(redirectPort)))) {
		throw new GatewayError(
			"invalid_request",
			way === "loopback" ? `redirectPort must be ${ports.join(" or ")}.` : "redirectPort goes with the redirect loopback only.",
			{
				param: "redirectPort",
			},
		);
	}
	if (way === "hosted" || way === "bridged") return setup.redirectUri ?? `${baseUrl}${callbackPath(provider)}`;
	const registered = setup.redirectUri === null ? null : new URL(setup.redirectUri);
	if (registered !== null && (registered.protocol === "https:" || registered.port !== "")) return registered.href;
	return `http://${host}:${redirectPort ?? ports[0] ?? deadPort}${path}`;
}

async function atProvider(deps: LoginDeps, setup: OAuthSetup, session: Begun): Promise<LoginSession> {
	const { deviceUrl } = setup.server;
	if (deviceUrl === null || !setup.client) throw new GatewayError("internal_error", "A device login without its server.");
	const client = await openOAuthClient(deps, setup.client);
	const started = await startDevice(deps, { server: { ...setup.server, deviceUrl }, client, scopes: setup.scopes });
	if (!started.ok) throw providerFailure(started);
	const expiresAt = Math.min(session.expiresAt, started.expiresAt);
	return {
		...session,
		clientId: client.id,
		secret: await sealText(deps.keys, contextOf(session), { id: session.id }, reveal(started.deviceCode)),
		expiresAt,
		userCode: started.userCode,
		verificationUrl: started.verificationUrl,
		verificationUrlComplete: started.verificationUrlComplete,
		interval: started.intervalSeconds,
		nextPollAt: session.startedAt + started.intervalSeconds * 1000,
	};
}
