import { hash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { and, eq, gt, type Store, set } from "../store/store.ts";
import { randomText } from "./authorize-url.ts";
import { loginFailure } from "./failure.ts";
import { countGuess } from "./guesses.ts";
import { findSession, type LoginSession, requirePending, toSession } from "./session.ts";
import { readUserCode, userCodeKey } from "./user-code.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
}

/** What a cookie is known by. */
export const browserHash = (cookie: string): string => hash("sha256", cookie, "base64url");

/** The login a browser was sent to by its link. Throws login_wrong_state when there is none, and why when it is over. */
export async function loginToConfirm(deps: Deps, id: string): Promise<LoginSession> {
	const session = await findSession(deps, id);
	if (session?.way !== "hosted") throw loginFailure("login_wrong_state");
	requirePending(session, deps.clock());
	return session;
}

/**
 * The login behind a code that a person typed. Without a right one nothing is told, and every wrong one counts against its address.
 * Throws login_unknown_code, rate_limited, and why when the login is over.
 */
export async function loginOfCode(deps: Deps, typed: string, address: string): Promise<LoginSession> {
	const guess = await countGuess(deps, address);
	const code = readUserCode(typed);
	const pointer = code === undefined ? undefined : await deps.store.get(userCodeKey(code));
	const session = pointer && (await findSession(deps, String(pointer["id"])));
	if (session?.way !== "bridged") throw loginFailure("login_unknown_code");
	await guess.forgive();
	requirePending(session, deps.clock());
	return session;
}

/** A person has said that this login is his: it belongs to this browser now, and the way to the provider is open. */
export async function confirmLogin(
	{ store, clock }: Deps,
	session: LoginSession,
): Promise<{ readonly cookie: string; readonly providerUrl: string }> {
	const cookie = randomText();
	const confirmed = await store.update(
		session,
		[set(["browser"], browserHash(cookie))],
		and(eq(["status"], "pending"), gt(["expiresAt"], clock())),
	);
	if (!confirmed.ok) {
		requirePending(confirmed.current ? toSession(confirmed.current) : session, clock());
		throw loginFailure("login_over");
	}
	if (session.providerUrl === null) throw loginFailure("login_wrong_way");
	return { cookie, providerUrl: session.providerUrl };
}
