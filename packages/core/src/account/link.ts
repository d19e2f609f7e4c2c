import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { GatewayError } from "../errors.ts";
import type { CheckBaseUrl } from "../http/base-url.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { type Account, accountKey } from "./account.ts";
import type { CheckKeyBody, LinkAccountBody } from "./bodies.ts";
import { requireVerified, type VerifyDeps } from "./check-key.ts";
import { accountExists, createAccount, newAccount } from "./create.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { readPool } from "./pools.ts";
import { profileIdOf } from "./profile-id.ts";

export interface LinkDeps extends CredentialDeps, VerifyDeps {
	readonly checkBaseUrl: CheckBaseUrl;
}

const maxLabelTries = 10;

/**
 * Links an account by API key: a real call with the key first (unless `verify: false`), then credential, account, and the credential for good.
 * Without a label it becomes `key-1`, `key-2`, …; `mayLink` refuses profile ids outside the caller's limits.
 * Throws `GatewayError` account_verification_failed, account_exists, invalid_request, not_found (provider); `StoreError`, `KeysError`.
 */
export async function linkAccount(
	deps: LinkDeps,
	workspace: string,
	input: LinkAccountBody,
	mayLink: (account: { readonly provider: string; readonly profileId: string }) => void,
): Promise<Account> {
	const place = await placeOf(deps, workspace, input);
	const { provider, baseUrl } = place;
	const { displayName, tags, models, enabled, priority, maxConcurrency } = input;
	const settings = { displayName, tags, models, enabled, priority, maxConcurrency };
	let label = input.label ?? (await freeLabel(deps, place));
	mayLink({ provider: provider.id, profileId: profileIdOf(provider.id, label) });
	if (input.label !== undefined) await refuseTaken(deps, { workspace, provider: provider.id, label });
	const verified = input.verify ? await requireVerified(deps, provider, { baseUrl, apiKey: input.apiKey }) : { lastVerifiedAt: 0 };
	for (let tries = 1; ; tries++) {
		const facts = { ...settings, method: "api_key", baseUrl, atProvider: baseUrl === provider.baseUrl, ...verified } as const;
		const account = newAccount({ workspace, provider: provider.id, label }, facts, deps.clock());
		if (await createAccount(deps, account, { kind: "api_key", apiKey: input.apiKey, baseUrl })) return account;
		if (input.label !== undefined || tries === maxLabelTries) throw accountExists(account.profileId);
		label = await freeLabel(deps, place);
		mayLink({ provider: provider.id, profileId: profileIdOf(provider.id, label) });
	}
}

/** ms when a key was found to work by a real call; nothing is kept. Throws like `linkAccount`. */
export async function tryKey(deps: LinkDeps, workspace: string, { apiKey, ...where }: CheckKeyBody & Named): Promise<number> {
	const { provider, baseUrl } = await placeOf(deps, workspace, where);
	const { lastVerifiedAt } = await requireVerified(deps, provider, { baseUrl, apiKey });
	return lastVerifiedAt;
}

interface Named {
	/** Id or alias. */
	readonly provider: string;
}

interface Place {
	readonly workspace: string;
	readonly provider: Provider;
	readonly baseUrl: string;
}

async function placeOf(deps: LinkDeps, workspace: string, input: Named & { readonly baseUrl?: string | undefined }): Promise<Place> {
	const provider = findProvider(await resolveProviders(deps, workspace), input.provider);
	if (!provider.methods.includes("api_key")) {
		throw new GatewayError("invalid_request", `${provider.name} has no API keys.`, { param: "method" });
	}
	return { workspace, provider, baseUrl: deps.checkBaseUrl(input.baseUrl ?? addressOf(provider)) };
}

function addressOf({ baseUrl, name }: Provider): string {
	if (baseUrl !== "") return baseUrl;
	throw new GatewayError("invalid_request", `${name} needs the base URL of its endpoint.`, { param: "baseUrl" });
}

/** Throws `GatewayError` account_exists, before a provider is asked for nothing. */
export async function refuseTaken(
	{ store }: Pick<LinkDeps, "store">,
	{ workspace, provider, label }: { readonly workspace: string; readonly provider: string; readonly label: string },
): Promise<void> {
	if (await store.get(accountKey(workspace, provider, label))) throw accountExists(profileIdOf(provider, label));
}

/** The lowest number that no account of the pool has. */
async function freeLabel(deps: LinkDeps, { workspace, provider }: Place): Promise<string> {
	const { accounts } = await readPool(deps, workspace, provider.id);
	const taken = new Set(accounts.map(({ label }) => label));
	let number = 1;
	while (taken.has(`key-${number}`)) number += 1;
	return `key-${number}`;
}
