import { defined } from "@smart-router/llm/chat/json.ts";
import { builtInProviders } from "@smart-router/llm/providers/registry.ts";
import { isAccountItem, poolPrefix, workspacePk } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { atRevision, type Expected, newRevision, requireRevision } from "../revision.ts";
import { exists, type Store } from "../store/store.ts";
import type { OAuthInput, PutProviderInput } from "./provider.schema.ts";
import { type Providers, providerKey, readProviderSettings } from "./providers.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
	readonly providers: Providers;
	/** Makes a base URL uniform, or refuses it; `core/http` has it. */
	readonly checkBaseUrl: (text: string) => string;
}

/**
 * Makes or replaces a custom provider, or moves a built-in one's address. Accounts that are already linked keep the address they were linked to.
 * Throws `GatewayError` invalid_request, precondition_failed.
 */
export async function putProvider(deps: Deps, workspace: string, id: string, input: PutProviderInput, expected?: Expected): Promise<void> {
	const { protocol, otherBaseUrls, models, auth, streaming, oauth, subscriptionLogins } = input;
	if (isBuiltIn(id)) checkOverride(input);
	else checkCustom(id, input);
	const settings = {
		...defined({ ...(isBuiltIn(id) && (await readProviderSettings(deps, workspace, id))) }),
		...(input.baseUrl !== undefined && { baseUrl: deps.checkBaseUrl(input.baseUrl) }),
		...(otherBaseUrls && { otherBaseUrls: otherBaseUrls.map(deps.checkBaseUrl) }),
		...(protocol && { protocol }),
		...(models && { models }),
		...(auth && { auth }),
		...(streaming && { streaming }),
		...(oauth && { oauth: checkedOAuth(deps, oauth) }),
		...(subscriptionLogins !== undefined && { subscriptionLogins }),
	};
	const item = { ...providerKey(workspace, id), settings, revision: newRevision(deps.clock()) };
	const written = await deps.store.put(item, atRevision(expected));
	if (!written.ok) requireRevision(written.current, expected);
	deps.providers.forget(workspace);
}

/** Removes a custom provider, or puts a built-in one's address back. Throws `GatewayError` conflict while accounts are linked, not_found. */
export async function deleteProvider(
	deps: Pick<Deps, "store" | "providers">,
	workspace: string,
	id: string,
	expected?: Expected,
): Promise<void> {
	if (!isBuiltIn(id) && (await hasAccounts(deps, workspace, id))) {
		throw new GatewayError("conflict", "Accounts of this provider are still linked.", { hint: "Remove them first." });
	}
	const removed = await deps.store.remove(providerKey(workspace, id), atRevision(expected, exists("pk")));
	deps.providers.forget(workspace);
	if (removed.ok) return;
	if (removed.current) requireRevision(removed.current, expected);
	throw new GatewayError("not_found", "There is no custom provider or override with this id.", { param: "id" });
}

const endpoints = ["authorizeUrl", "tokenUrl", "deviceUrl", "revokeUrl", "userinfoUrl", "registrationUrl"] as const;

/** Codes, tokens and client secrets go to these addresses: the same rules hold for them as for a base URL. */
function checkedOAuth({ checkBaseUrl }: Pick<Deps, "checkBaseUrl">, oauth: OAuthInput): OAuthInput {
	const checked = endpoints.map((name) => {
		const url = oauth[name];
		return [name, url === null ? null : checkedUrl(checkBaseUrl, name, url)];
	});
	return { ...oauth, ...Object.fromEntries(checked) };
}

function checkedUrl(check: (text: string) => string, name: string, url: string): string {
	try {
		return check(url);
	} catch (error) {
		if (!(error instanceof GatewayError)) throw error;
		throw new GatewayError(error.code, error.message.replace("baseUrl", name), { param: `oauth.${name}`, cause: error });
	}
}

const isBuiltIn = (id: string): boolean => builtInProviders.some((provider) => provider.id === id);

function checkOverride(input: PutProviderInput): void {
	const fixed = (["protocol", "models", "auth", "streaming", "oauth"] as const).find((field) => input[field] !== undefined);
	if (fixed !== undefined) {
		throw new GatewayError("invalid_request", `${fixed} of a built-in provider cannot be changed, only its baseUrl.`, { param: fixed });
	}
	if (input.baseUrl === undefined && input.subscriptionLogins === undefined) {
		throw new GatewayError("invalid_request", "Names nothing to change: baseUrl or subscriptionLogins.", { param: "baseUrl" });
	}
}

function checkCustom(id: string, { protocol, baseUrl, subscriptionLogins }: PutProviderInput): void {
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
