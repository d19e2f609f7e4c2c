import { defined } from "@smart-router/llm/chat/json.ts";
import type { LoginView } from "./login.schema.ts";
import { type LoginSession, statusAt } from "./session.ts";

/** A login as the API shows it at `now` (ms). `baseUrl` is this gateway's own address. */
export function loginViewOf(session: LoginSession, now: number, baseUrl: string): LoginView {
	const { way, profileId } = session;
	const { status, error } = statusAt(session, now);
	const byDevice = way === "native" || way === "bridged";
	const open = status === "pending";
	return defined({
		id: session.id,
		provider: session.provider,
		method: byDevice ? ("device" as const) : ("oauth" as const),
		redirect: byDevice ? undefined : way,
		status,
		label: session.label ?? undefined,
		profileId: profileId ?? undefined,
		authorizeUrl:
			!open || byDevice ? undefined : way === "hosted" ? `${baseUrl}/login/${session.id}/go` : (session.providerUrl ?? undefined),
		redirectUri: byDevice ? undefined : (session.redirectUri ?? undefined),
		userCode: open ? (session.userCode ?? undefined) : undefined,
		verificationUrl: session.verificationUrl ?? undefined,
		verificationUrlComplete: open ? (session.verificationUrlComplete ?? undefined) : undefined,
		startedAt: new Date(session.startedAt).toISOString(),
		expiresAt: new Date(session.expiresAt).toISOString(),
		interval: session.interval,
		error: error ?? undefined,
	});
}
