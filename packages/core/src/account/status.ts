import { isoTime } from "../clock.ts";
import { type Account, type Pool, wholeAccount } from "./account.ts";

export type Status = "verified" | "cooldown" | "expired" | "error" | "disabled";
/** The CLI's word for the same. */
export type State = "active" | "cooldown" | "expired" | "error" | "disabled";

export interface AccountStatus {
	readonly status: Status;
	readonly state: State;
	/** What a person should know or do about it, null when all is well. */
	readonly statusMessage: string | null;
}

const keyRefused = "Account not found: the API key may have been deleted. Re-link the account with a new key.";
const accountRefused = "The provider refused the account.";
const tokenExpired = "OAuth token expired. Re-authenticate the account.";

/** A login whose token has ended and that has no refresh token. With one, the next request or the schedule renews it. */
export const hasEnded = ({ credentialExpiresAt, refreshAt }: Account, now: number): boolean =>
	credentialExpiresAt !== null && credentialExpiresAt <= now && refreshAt === undefined;

/** Derived from the stored facts at `now` (ms), worst first; never stored, so that none can get stuck. */
export function statusOf(account: Account, pool: Pick<Pool, "maxRetries">, now: number): AccountStatus {
	if (!account.enabled) return told("disabled", "Disabled by hand.");
	const byKey = account.method === "api_key";
	if (account.refused?.credentialVersion === account.credentialVersion) {
		return byKey ? told("error", keyRefused) : told("expired", [tokenExpired, account.refused.text].filter(Boolean).join(" "));
	}
	if (account.errorStreak >= pool.maxRetries) return told("error", account.errorText || accountRefused);
	const resting = Object.entries(account.cooldowns).filter(([, { until }]) => until > now);
	const whole = resting.find(([scope]) => scope === wholeAccount)?.[1];
	if (whole?.refusal) return told("error", whole.evidence || accountRefused);
	if (hasEnded(account, now)) return told("expired", tokenExpired);
	if (whole) return told("cooldown", `Resting until ${isoTime(whole.until)}: ${whole.reason}.`);
	if (resting.length === 0) return told("verified", null);
	const parts = resting.map(([scope, { until, reason }]) => `${scope} until ${isoTime(until)} (${reason})`);
	return told("verified", `Resting for ${parts.join(", ")}.`);
}

const told = (status: Status, statusMessage: string | null): AccountStatus => ({
	status,
	state: status === "verified" ? "active" : status,
	statusMessage,
});
