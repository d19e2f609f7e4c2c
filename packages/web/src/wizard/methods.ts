import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import type { IconName } from "../parts/icon.tsx";
import type { Method } from "./steps.ts";

export interface MethodFacts {
	readonly method: Method;
	readonly name: string;
	readonly line: string;
	readonly icon: IconName;
}

export const methodFacts: readonly MethodFacts[] = [
	{
		method: "oauth",
		name: "OAuth",
		line: "Log in at the provider and authorize. Tokens refresh automatically; revoke access anytime at the provider.",
		icon: "browser",
	},
	{ method: "api_key", name: "API Key", line: "Paste a key from your provider's dashboard.", icon: "keys" },
	{ method: "device", name: "Device Code", line: "For environments without a browser: authorize on another device.", icon: "device" },
];

/** Why a method cannot be used yet, and what to do about it; undefined when it can. */
export interface Obstacle {
	readonly text: string;
	/** An admin can mend it under Settings. */
	readonly setting: boolean;
}

export function obstacleOf(provider: ProviderView, method: Method): Obstacle | undefined {
	const { oauth, name } = provider;
	if (method === "api_key") return provider.methods.includes(method) ? undefined : { text: `${name} has no API keys.`, setting: false };
	if (!provider.methods.includes(method) || !oauth) {
		const what = method === "oauth" ? "OAuth" : "device codes";
		return { text: `${name} does not offer ${what} here.`, setting: false };
	}
	if (!oauth.configured) return { text: `No OAuth client is set for ${name}. ${oauth.clientHelp}`, setting: true };
	if (oauth.needsSubscriptionLogins && !oauth.subscriptionLogins) {
		return { text: `${name} restricts logins with a person's plan. An admin must allow them first.`, setting: true };
	}
	return undefined;
}
