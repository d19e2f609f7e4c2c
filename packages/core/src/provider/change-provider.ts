import { defined } from "@smart-router/llm/chat/json.ts";
import { builtInProviders } from "@smart-router/llm/providers/registry.ts";
import { isAccountItem, poolPrefix, workspacePk } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import type { CheckBaseUrl } from "../http/base-url.ts";
import { removeRevised, replaceRevised } from "../revised.ts";
import type { Expected } from "../revision.ts";
import type { Store } from "../store/store.ts";
import { checkEndpoint } from "./oauth-endpoints.ts";
import type { OAuthInput, PutProviderInput } from "./provider.schema.ts";
import { type ProviderSettings, type Providers, providerKey, settingsOf } from "./providers.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
	readonly providers: Providers;
	readonly checkBaseUrl: CheckBaseUrl;
}

/**
 * Makes a custom provider, or changes what is named of any: what is left out stays, null takes a setting back. Accounts that are already linked keep the
 * address they were linked to. Throws `GatewayError` invalid_request, precondition_failed.
 */
export async function putProvider(deps: Deps, workspace: string, id: string, input: PutProviderInput, expected?: Expected): Promise<void> {
	if (isBuiltIn(id)) checkOverride(input);
	const given = checkedAddresses(deps, input);
	await replaceRevised(deps, providerKey(workspace, id), expected, (current) => {
		const settings = changed(current && settingsOf(current), given);
		if (!isBuiltIn(id)) checkCustom(id, settings);
		return { settings };
	});
	deps.providers.forget(workspace);
}

/** Removes a custom provider, or puts a built-in one's address back. Throws `GatewayError` conflict while accounts are linked, not_found, precondition_failed. */
export async function deleteProvider(
	deps: Pick<Deps, "store" | "providers">,
	workspace: string,
	id: string,
	expected?: Expected,
): Promise<void> {
	if (!isBuiltIn(id) && (await hasAccounts(deps, workspace, id))) {
		throw new GatewayError("conflict", "Accounts of this provider are still linked.", { hint: "Remove them first." });
	}
	await removeRevised(deps, providerKey(workspace, id), expected, notSet);
	deps.providers.forget(workspace);
}

const notSet = (): GatewayError => new GatewayError("not_found", "There is no custom provider or override with this id.", { param: "id" });

const changed = (before: ProviderSettings | undefined, given: PutProviderInput): ProviderSettings =>
	Object.fromEntries(Object.entries({ ...before, ...defined(given) }).filter(([, value]) => value !== null));

function checkedAddresses({ checkBaseUrl }: Pick<Deps, "checkBaseUrl">, input: PutProviderInput): PutProviderInput {
	const { baseUrl, otherBaseUrls, oauth } = input;
	return {
		...input,
		...(baseUrl && { baseUrl: checkBaseUrl(baseUrl) }),
		...(otherBaseUrls && { otherBaseUrls: otherBaseUrls.map((url, index) => checkBaseUrl(url, `otherBaseUrls[${index}]`)) }),
		...(oauth && { oauth: checkedOAuth(checkBaseUrl, oauth) }),
	};
}

const addresses = ["issuer", "authorizeUrl", "tokenUrl", "deviceUrl", "revokeUrl", "userinfoUrl", "registrationUrl"] as const;

/** Codes, tokens and client secrets go to these addresses. */
function checkedOAuth(check: CheckBaseUrl, oauth: OAuthInput): OAuthInput {
	for (const name of addresses) if (oauth[name] !== null) checkEndpoint(check, oauth[name], `oauth.${name}`);
	return oauth;
}

const isBuiltIn = (id: string): boolean => builtInProviders.some((provider) => provider.id === id);

function checkOverride(input: PutProviderInput): void {
	const fixed = (["protocol", "models", "auth", "streaming", "streamUsage", "oauth"] as const).find((field) => input[field] !== undefined);
	if (fixed === undefined) return;
	throw new GatewayError("invalid_request", `${fixed} of a built-in provider cannot be changed.`, {
		param: fixed,
		hint: "Its addresses and subscriptionLogins can.",
	});
}

function checkCustom(id: string, { protocol, baseUrl, subscriptionLogins }: ProviderSettings): void {
	if (builtInProviders.some(({ aliases }) => aliases.includes(id))) {
		throw new GatewayError("invalid_request", `${id} is another name of a built-in provider.`, { param: "id" });
	}
	if (baseUrl === undefined) throw new GatewayError("invalid_request", "A custom provider needs a baseUrl.", { param: "baseUrl" });
	if (subscriptionLogins !== undefined) {
		throw new GatewayError("invalid_request", "Only built-in providers have logins with a plan.", { param: "subscriptionLogins" });
	}
	if (protocol !== undefined) return;
	throw new GatewayError("invalid_request", "A custom provider needs a protocol.", {
		param: "protocol",
		hint: "`{ baseUrl }` alone moves the address of a built-in provider.",
	});
}

async function hasAccounts({ store }: Pick<Deps, "store">, workspace: string, provider: string): Promise<boolean> {
	const { items } = await store.query({ pk: workspacePk(workspace), prefix: poolPrefix(provider) });
	return items.some(isAccountItem);
}
