import { providerIdPattern } from "@smart-router/llm/providers/provider-id.schema.ts";
import { GatewayError } from "../errors.ts";
import type { Key } from "../store/store.ts";
import { labelText } from "./account.schema.ts";
import { accountKey } from "./account.ts";

export interface ProfileId {
	readonly provider: string;
	readonly label: string;
}

export const profileIdOf = (provider: string, label: string): string => `${provider}:${label}`;

/** What a person types to give an account a new key, or to sign in for it anew. */
export const renewCommand = (profileId: string): string => `smart-router login ${profileId.split(":", 1)[0]} --profile ${profileId}`;

/** `provider:label` taken apart; what is no profile id names no account. Throws `GatewayError` account_not_found. */
export function parseProfileId(text: string): ProfileId {
	const colon = text.indexOf(":");
	const provider = text.slice(0, Math.max(colon, 0));
	const label = text.slice(colon + 1);
	if (providerIdPattern.test(provider) && labelText.safeParse(label).success) return { provider, label };
	throw accountNotFound();
}

/** The key of the item of this profile id. Throws `GatewayError` account_not_found when it is none. */
export function keyOfProfile(workspace: string, profileId: string): Key {
	const { provider, label } = parseProfileId(profileId);
	return accountKey(workspace, provider, label);
}

export const accountNotFound = (): GatewayError =>
	new GatewayError("account_not_found", "There is no such account.", { hint: "GET /admin/accounts lists all profile ids." });
