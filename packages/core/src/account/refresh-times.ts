import { createHash } from "node:crypto";
import type { TokenSet } from "../credential/credential.ts";
import { reveal } from "../credential/secret.ts";
import type { Account } from "./account.ts";

/** A token is renewed between five and ten minutes before its end, each at a moment of its own, so that those that end together do not. */
const aheadMs = 5 * 60_000;
const spreadMs = 5 * 60_000;
/** A short-lived token is not renewed before this share of its life is over. */
const earliestShare = 0.5;

type Times = Pick<TokenSet, "accessToken" | "obtainedAt" | "expiresAt" | "earliestRefreshAt" | "refreshToken">;

/** ms from which a token set is to be renewed; undefined when it cannot be, or need not be. Never before the provider's own earliest time. */
export function refreshAtOf({ accessToken, obtainedAt, expiresAt, earliestRefreshAt, refreshToken }: Times): number | undefined {
	if (refreshToken === null || expiresAt === null) return undefined;
	const ahead = aheadMs + chanceOf(reveal(accessToken)) * spreadMs;
	const usual = expiresAt - Math.min(ahead, (expiresAt - obtainedAt) * (1 - earliestShare));
	return Math.ceil(Math.max(usual, earliestRefreshAt ?? 0));
}

/** In [0, 1), the same for the same text. */
const chanceOf = (text: string): number => createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;

/** What the account item says of a token set, so that nobody needs to open it to know when it ends and when to renew it. */
export function tokenTimes(tokens: Times): Pick<Account, "credentialExpiresAt" | "refreshAt"> {
	const refreshAt = refreshAtOf(tokens);
	return { credentialExpiresAt: tokens.expiresAt, ...(refreshAt !== undefined && { refreshAt }) };
}
