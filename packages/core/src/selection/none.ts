import type { Account } from "../account/account.ts";
import { readPool } from "../account/pools.ts";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { eligibility, type Need, type Reason } from "./eligible.ts";
import type { ClaimOutcome, ClaimRequest } from "./outcome.ts";

type None = Extract<ClaimOutcome, { kind: "none" }>;

/** Ends by itself at a stored time; everything else, a no of the provider too, waits for a person, a new credential or a probe. */
function passes({ cooldowns }: Account, { code, scope }: Reason): boolean {
	const refused = scope !== undefined && cooldowns[scope]?.refusal === true;
	return (code === "cooldown" && !refused) || code === "concurrency_cap";
}

/** ms until an account at its cap may be asked again: nobody knows when an attempt ends. */
const busyForMs = 1_000;

/** What there is to say when no account could be claimed. */
export function noneLeft(accounts: readonly Account[], request: ClaimRequest, need: Need): None {
	const allowed = accounts.filter((account) => isAllowed(account, request));
	const usable = allowed
		.map((account) => ({ account, reasons: eligibility(account, need).reasons }))
		.filter(({ account, reasons }) => reasons.every((reason) => passes(account, reason)))
		.map(({ reasons }) => reasons);
	const resting = usable.filter((reasons) => reasons.length > 0);
	const ends = resting.map((reasons) => Math.max(...reasons.map(({ until }) => until ?? need.now + busyForMs)));
	return {
		kind: "none",
		accounts: allowed.length,
		usable: usable.length,
		retryAt: ends.length === 0 ? null : Math.min(...ends),
		tried: allowed.filter(({ profileId }) => request.exclude.has(profileId)).length,
	};
}

/**
 * The same for a request that stops before it has asked everyone: claims nothing. `open` is true when it leaves an account that may be claimed.
 * Throws `StoreError`.
 */
export async function whatIsLeft(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	request: ClaimRequest,
): Promise<None & { readonly open: boolean }> {
	const { workspace, provider, model, group, exclude, probes = true } = request;
	const { pool, accounts } = await readPool({ store }, workspace, provider);
	const need: Need = { model, probes, ...(group === undefined ? {} : { group }), pool, now: clock() };
	const open = accounts.some(
		(account) => isAllowed(account, request) && !exclude.has(account.profileId) && eligibility(account, need).eligible,
	);
	return { ...noneLeft(accounts, request, need), open };
}

const isAllowed = ({ profileId }: Account, { profiles }: ClaimRequest): boolean => profiles === undefined || profiles.includes(profileId);
