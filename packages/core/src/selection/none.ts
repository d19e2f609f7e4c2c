import type { Account } from "../account/account.ts";
import { eligibility, type Need, type Reason } from "./eligible.ts";
import type { ClaimOutcome, ClaimRequest } from "./outcome.ts";

/** Ends by itself at a stored time; everything else waits for a person, a new credential or a probe. */
const passes = ({ code }: Reason): boolean => code === "cooldown";

/** What there is to say when no account could be claimed. */
export function noneLeft(
	accounts: readonly Account[],
	{ profiles, exclude }: ClaimRequest,
	need: Need,
): Extract<ClaimOutcome, { kind: "none" }> {
	const allowed = accounts.filter(({ profileId }) => profiles === undefined || profiles.includes(profileId));
	const usable = allowed.map((account) => eligibility(account, need).reasons).filter((reasons) => reasons.every(passes));
	const resting = usable.filter((reasons) => reasons.length > 0);
	const ends = resting.map((reasons) => Math.max(...reasons.map(({ until }) => until ?? need.now)));
	return {
		kind: "none",
		accounts: allowed.length,
		usable: usable.length,
		retryAt: ends.length === 0 ? null : Math.min(...ends),
		tried: allowed.filter(({ profileId }) => exclude.has(profileId)).length,
	};
}
