import { GatewayError } from "../errors.ts";
import type { Plan } from "../routing/target.ts";

/** What a caller asks of the gateway itself, beside the request. */
export interface Wishes {
	/** Only this account may answer. */
	readonly profile?: { readonly provider: string; readonly profileId: string };
	/** ms that the request may wait for an account when all rest; 0 or missing means not at all. */
	readonly maxWaitMs?: number;
}

/** The targets that the wished account can serve. Throws `GatewayError` profile_provider_mismatch when there is none. */
export function planOf(plan: Plan, { profile }: Wishes): Plan {
	if (!profile) return plan;
	const targets = plan.targets.filter(({ provider }) => provider.id === profile.provider);
	if (targets.length > 0) return { ...plan, targets };
	const providers = [...new Set(plan.targets.map(({ provider }) => provider.id))].join(", ");
	throw new GatewayError(
		"profile_provider_mismatch",
		`The model is served by ${providers}, but ${profile.profileId} is an account of ${profile.provider}.`,
		{
			param: "profile",
			hint: "Ask for a model of the account's provider, or leave the account out.",
		},
	);
}

export const profileNotFound = (profileId: string): GatewayError =>
	new GatewayError("profile_not_found", `There is no account ${profileId.slice(0, 200)}.`, {
		param: "profile",
		hint: "GET /admin/accounts lists all profile ids.",
	});
