import { parseProfileId } from "@smart-router/core/account/profile-id.ts";
import { reachesProvider, requireAccount, requireWholePool } from "@smart-router/core/api-key/limits.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { findProvider, resolveProviders } from "@smart-router/core/provider/providers.ts";
import type { Deps } from "../deps.ts";

type Params = Readonly<Record<string, string>>;

/** The profile id a path names. Throws `GatewayError` account_not_found when it is none, permission_denied when the key does not reach it. */
export function profileOf(principal: Principal, params: Params): string {
	const profileId = params["profileId"] ?? "";
	requireAccount(principal, { provider: parseProfileId(profileId).provider, profileId });
	return profileId;
}

/** The id of the provider a path or query names, by id or alias. Throws `GatewayError` not_found. */
export const providerNamed = async (deps: Pick<Deps, "store">, { workspace }: Principal, name: string): Promise<string> =>
	findProvider(await resolveProviders(deps, workspace), name).id;

/** The pool a path names, for reading. Throws `GatewayError` not_found, permission_denied. */
export async function readablePool(deps: Pick<Deps, "store">, principal: Principal, params: Params): Promise<string> {
	const provider = await providerNamed(deps, principal, params["provider"] ?? "");
	if (!reachesProvider(principal, provider))
		throw new GatewayError("permission_denied", "Your API key is limited and does not reach this pool.");
	return provider;
}

/** The pool a path names, for changes that concern all its accounts. Throws `GatewayError` not_found, permission_denied. */
export async function writablePool(deps: Pick<Deps, "store">, principal: Principal, params: Params): Promise<string> {
	const provider = await providerNamed(deps, principal, params["provider"] ?? "");
	requireWholePool(principal, provider);
	return provider;
}
