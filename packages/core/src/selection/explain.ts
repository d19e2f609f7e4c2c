import { type Account, affinityKey } from "../account/account.ts";
import { readPool } from "../account/pools.ts";
import { type Clock, isoTime } from "../clock.ts";
import { cooldownViewOf } from "../cooldown-view.ts";
import type { Store } from "../store/store.ts";
import { type Bound, bindingOf, usesAffinity } from "./affinity.ts";
import { boundAccount, candidates } from "./candidates.ts";
import { eligibility, type Need, type Reason } from "./eligible.ts";
import { isError, isProbe, probedScopes } from "./probe.ts";
import { byProfileId } from "./rank.ts";

export interface ExplainedReason extends Partial<Omit<ReturnType<typeof cooldownViewOf>, "until" | "at">> {
	/** Of an account that is not eligible why, `probe_due` of one that is by its probe. */
	readonly code: Reason["code"] | "probe_due";
	readonly scope?: string;
	readonly until?: string | null;
	readonly at?: string | null;
}

export interface Explained {
	readonly profileId: string;
	readonly eligible: boolean;
	readonly reasons: readonly ExplainedReason[];
	/** 1 is claimed next; null when it is not eligible. */
	readonly rank: number | null;
}

export interface Explanation {
	readonly accounts: readonly Explained[];
	/** Of the conversation that was asked for: its account, and whether a request of it would go there now; null when it has none. */
	readonly affinity: { readonly profileId: string; readonly until: string; readonly next: Exclude<Bound, "none"> } | null;
}

export interface ExplainRequest extends Pick<Need, "model" | "group"> {
	readonly workspace: string;
	readonly provider: string;
	/** As `conversationId` makes it. */
	readonly conversation?: string;
}

/** Why each account of a pool may or may not be claimed now, by profile id. Writes nothing. Throws `StoreError`. */
export async function explain(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	{ workspace, provider, model, group, conversation }: ExplainRequest,
): Promise<Explanation> {
	const [{ pool, accounts }, stored] = await Promise.all([
		readPool({ store }, workspace, provider),
		conversation === undefined ? undefined : store.get(affinityKey(conversation)),
	]);
	const now = clock();
	const binding = usesAffinity(pool) && accounts.length > 0 ? bindingOf(stored, now) : undefined;
	const need: Need = {
		pool,
		now,
		begins: conversation !== undefined && binding === undefined && usesAffinity(pool),
		...(model === undefined ? {} : { model }),
		...(group === undefined ? {} : { group }),
	};
	const ranked = candidates(accounts, need);
	const bound = boundAccount(ranked, binding, need);
	const order = bound ? [bound, ...ranked.filter((account) => account !== bound)] : ranked;
	return {
		accounts: accounts.toSorted(byProfileId).map((account) => explained(account, need, order)),
		affinity: binding
			? { profileId: binding.profileId, until: new Date(binding.until).toISOString(), next: bound ? "kept" : "spilled" }
			: null,
	};
}

function explained(account: Account, need: Need, order: readonly Account[]): Explained {
	const { eligible, reasons } = eligibility(account, need);
	return {
		profileId: account.profileId,
		eligible,
		reasons: eligible && isProbe(account, need) ? probeReasons(account, need) : reasons.map((reason) => told(account, reason)),
		rank: eligible ? order.indexOf(account) + 1 : null,
	};
}

/** The reason with what led to it: the cooldown in full, the provider's words of a refusal. */
function told({ cooldowns, refused, errorAt, errorText }: Account, { code, scope, until }: Reason): ExplainedReason {
	const entry = scope === undefined ? undefined : cooldowns[scope];
	if (code === "cooldown" && scope !== undefined && entry) return { code, scope, ...cooldownViewOf(entry) };
	if (code === "refused" && refused) return { code, at: isoTime(refused.at), evidence: refused.text };
	if (code === "error")
		return { code, until: isoTime(until), at: isoTime(errorAt), ...(errorText !== undefined && { evidence: errorText }) };
	return { code, ...(scope !== undefined && { scope }), ...(until !== undefined && { until: isoTime(until) }) };
}

const probeReasons = (account: Account, need: Need): ExplainedReason[] => [
	...probedScopes(account, need).map((scope) => ({ ...told(account, { code: "cooldown", scope }), code: "probe_due" as const })),
	...(isError(account, need.pool) ? [{ ...told(account, { code: "error" }), code: "probe_due" as const }] : []),
];
