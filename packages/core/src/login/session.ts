import { timingSafeEqual } from "node:crypto";
import type { OAuthRedirect } from "@smart-router/llm/providers/oauth.ts";
import { GatewayError } from "../errors.ts";
import type { Envelope } from "../keys/envelope.ts";
import type { EncryptionContext } from "../keys/keys.ts";
import type { Item, Key, Store } from "../store/store.ts";
import { type LoginError, loginErrorOf, loginFailure } from "./failure.ts";

/** How long a person has, and how long a finished session can still be looked at. */
export const lifetimeMs = 10 * 60_000;
const keptSeconds = 3600;
/** Nobody finishes an exchange after this: the process that began it is dead. */
export const interruptedMs = 60_000;

/** How a login comes back: by a redirect, from the provider's own device page, or over the gateway's. */
export type LoginWay = OAuthRedirect | "native" | "bridged";

/** Who started it, and how far his key reaches: the callback has no key of its own. */
export type Starter = {
	readonly keyId: string;
	readonly keyName: string;
	readonly providers: readonly string[] | null;
	readonly profiles: readonly string[] | null;
};

/** One attempt to sign in at a provider. Stored alone, found by its id, because the provider's redirect knows no workspace. */
export type LoginSession = {
	readonly pk: string;
	readonly sk: string;
	readonly ttl: number;
	readonly id: string;
	readonly workspace: string;
	readonly provider: string;
	readonly way: LoginWay;
	readonly starter: Starter;
	readonly label: string | null;
	/** The account to re-authenticate, later the one that was linked or renewed. */
	readonly profileId: string | null;
	readonly status: "pending" | "exchanging" | "completed" | "failed" | "cancelled";
	/** ms */
	readonly startedAt: number;
	readonly expiresAt: number;
	/** ms when the code was taken; while `exchanging`. */
	readonly takenAt: number | null;
	/** Random, of the process that took it: a write that is repeated after a lost reply is recognised as our own. */
	readonly takenBy?: string;
	/** What the client was when it began; another one ends the login. */
	readonly clientId: string;
	readonly tokenUrl: string;
	/** Random, good for one answer; null for the native device way. */
	readonly state: string | null;
	readonly nonce: string | null;
	readonly redirectUri: string | null;
	/** At the provider, state and challenge included. */
	readonly providerUrl: string | null;
	/** The PKCE verifier, or the device code. */
	readonly secret: Envelope;
	/** SHA-256 of the cookie of the browser that confirmed it. */
	readonly browser: string | null;
	readonly userCode: string | null;
	readonly verificationUrl: string | null;
	readonly verificationUrlComplete: string | null;
	/** Seconds between two looks; grows by 5 for good when the provider says so. */
	readonly interval: number;
	/** ms before which the provider is not asked. */
	readonly nextPollAt: number;
	readonly pollFaults: number;
	readonly error: LoginError | null;
};

export const loginKey = (id: string): Key => ({ pk: `login#${id}`, sk: "session" });
export const ttlOf = (expiresAt: number): number => Math.ceil(expiresAt / 1000) + keptSeconds;
export const toSession = (item: Item): LoginSession => item as unknown as LoginSession;

export const contextOf = ({ workspace, provider }: Pick<LoginSession, "workspace" | "provider">): EncryptionContext => ({
	workspace,
	profile: provider,
	kind: "login",
});

/** A session as it is at `now`: over when its time is, failed when the process that exchanged the code died. */
export function statusAt(session: LoginSession, now: number): { readonly status: ShownStatus; readonly error: LoginError | null } {
	const { status, error, takenAt, expiresAt } = session;
	if (status === "exchanging") {
		if (takenAt !== null && takenAt + interruptedMs <= now)
			return { status: "failed", error: loginErrorOf(loginFailure("login_interrupted")) };
		return { status: "pending", error: null };
	}
	if (status === "pending" && expiresAt <= now) return { status: "expired", error: loginErrorOf(loginFailure("login_expired")) };
	return { status, error };
}
export type ShownStatus = "pending" | "completed" | "failed" | "expired" | "cancelled";

/** Throws the failure that says why nothing can be done with it any more. */
export function requirePending(session: LoginSession, now: number): void {
	if (session.status === "pending" && session.expiresAt > now) return;
	const { status } = statusAt(session, now);
	if (status === "cancelled") throw loginFailure("login_cancelled");
	throw loginFailure(status === "expired" ? "login_expired" : "login_over");
}

const idPattern = /^login_[0-9A-Za-z]{22}$/;

/** The session of this id, whoever asks; undefined when there is none. */
export async function findSession({ store }: { readonly store: Store }, id: string): Promise<LoginSession | undefined> {
	const item = idPattern.test(id) ? await store.get(loginKey(id)) : undefined;
	return item && toSession(item);
}

/** The session that a state names; whether it is that session's state is for `requireOwn` to say. */
export const findByState = (deps: { readonly store: Store }, state: string | null): Promise<LoginSession | undefined> =>
	findSession(deps, state?.split(".", 1)[0] ?? "");

/** A workspace's session. Throws `GatewayError` not_found. */
export async function readSession(deps: { readonly store: Store }, workspace: string, id: string): Promise<LoginSession> {
	const session = await findSession(deps, id);
	if (session?.workspace === workspace) return session;
	throw new GatewayError("not_found", "There is no such login.", { param: "id", hint: "A login can be looked at for about an hour." });
}

/** Two texts compared in a time that tells nothing of where they differ. */
export function sameText(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}
