import { secret } from "../credential/secret.ts";
import { GatewayError } from "../errors.ts";
import { pollDevice } from "../oauth/device.ts";
import { openOAuthClient } from "../provider/oauth-client.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { and, type Change, eq, le, set } from "../store/store.ts";
import { finish, openSecret, take } from "./complete.ts";
import type { LoginDeps } from "./deps.ts";
import { loginErrorOf, loginFailure } from "./failure.ts";
import { providerFailure } from "./provider-failure.ts";
import { type LoginSession, readSession, statusAt, toSession } from "./session.ts";
import { requireSetup } from "./setup.ts";

/** RFC 8628 section 3.5: what `slow_down` adds, for good. */
const slowDownSeconds = 5;
/** After faults the wait doubles up to this. */
const maxFaultSeconds = 60;

/**
 * A login as it is now. Of a native device login this is also the one moment at which the provider is asked, at most once in its interval however often
 * and from wherever this is called. Throws `GatewayError` not_found; `StoreError`, `KeysError`.
 */
export async function lookAtLogin(deps: LoginDeps, workspace: string, id: string): Promise<LoginSession> {
	const session = await readSession(deps, workspace, id);
	const now = deps.clock();
	if (session.way !== "native" || session.status !== "pending" || statusAt(session, now).status !== "pending") return session;
	const turn = await deps.store.update(
		session,
		[set(["nextPollAt"], now + session.interval * 1000)],
		and(eq(["status"], "pending"), le(["nextPollAt"], now)),
	);
	if (!turn.ok) return turn.current ? toSession(turn.current) : session;
	try {
		return await ask(deps, toSession(turn.item));
	} catch (error) {
		if (!(error instanceof GatewayError)) throw error;
		// Whoever looks is told by the session, which keeps what ended it.
		await fail(deps, session, error);
		return readSession(deps, workspace, id);
	}
}

async function ask(deps: LoginDeps, session: LoginSession): Promise<LoginSession> {
	const { workspace } = session;
	const provider = findProvider(await resolveProviders(deps, workspace), session.provider);
	const { server, client } = await requireSetup(deps, workspace, provider);
	if (server.deviceUrl === null || client === undefined) throw loginFailure("login_settings_changed");
	const asked = { server: { ...server, deviceUrl: server.deviceUrl }, client: await openOAuthClient(deps, client) };
	const polled = await pollDevice(deps, { ...asked, deviceCode: secret(await openSecret(deps, session)) });
	if (polled.ok) return finish(deps, await taken(deps, session), async (going) => ({ holder: going.client, result: polled }));
	switch (polled.kind) {
		case "pending":
			return change(deps, session, [set(["pollFaults"], 0)]);
		case "slow_down":
			return later(deps, session, session.interval + slowDownSeconds);
		case "unavailable": {
			const wait = Math.min(maxFaultSeconds, session.interval * 2 ** (session.pollFaults + 1));
			return change(deps, session, [set(["pollFaults"], session.pollFaults + 1), set(["nextPollAt"], deps.clock() + wait * 1000)]);
		}
		default:
			return fail(deps, session, providerFailure(polled));
	}
}

async function taken(deps: LoginDeps, session: LoginSession): Promise<LoginSession> {
	await take(deps, session);
	return { ...session, status: "exchanging" };
}

const fail = (deps: LoginDeps, session: LoginSession, error: GatewayError): Promise<LoginSession> =>
	change(deps, session, [set(["status"], "failed"), set(["error"], loginErrorOf(error))]);

const later = (deps: LoginDeps, session: LoginSession, interval: number): Promise<LoginSession> =>
	change(deps, session, [set(["interval"], interval), set(["nextPollAt"], deps.clock() + interval * 1000)]);

async function change({ store }: LoginDeps, session: LoginSession, changes: readonly Change[]): Promise<LoginSession> {
	const written = await store.update(session, changes, eq(["status"], "pending"));
	return written.ok ? toSession(written.item) : written.current ? toSession(written.current) : session;
}
