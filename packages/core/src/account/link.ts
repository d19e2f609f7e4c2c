import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { CredentialSecret } from "../credential/credential.ts";
import { GatewayError } from "../errors.ts";
import { randomId } from "../id.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { readSnapshot } from "../selection/snapshot.ts";
import { notExists } from "../store/store.ts";
import { type Account, accountKey } from "./account.ts";
import type { CheckKeyBody, LinkAccountBody } from "./bodies.ts";
import { requireVerified, type VerifyDeps } from "./check-key.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import { ensurePool } from "./pool.ts";
import { profileIdOf } from "./profile-id.ts";

export interface LinkDeps extends CredentialDeps, VerifyDeps {
	/** Makes a base URL uniform, or refuses it; `core/http` has it. */
	readonly checkBaseUrl: (text: string) => string;
}

/** An orphaned credential removes itself after this. */
const orphanSeconds = 3600;
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
	let label = input.label ?? (await freeLabel(deps, place));
	mayLink({ provider: provider.id, profileId: profileIdOf(provider.id, label) });
	if (input.label !== undefined) await refuseTaken(deps, place, input.label);
	const verifiedAt = input.verify ? await requireVerified(deps, provider, { baseUrl, apiKey: input.apiKey }) : 0;
	for (let tries = 1; ; tries++) {
		const account = newAccount(place, label, input, { now: deps.clock(), verifiedAt });
		if (await write(deps, account, { kind: "api_key", apiKey: input.apiKey, baseUrl })) return account;
		if (input.label !== undefined || tries === maxLabelTries) throw accountExists(account.profileId);
		label = await freeLabel(deps, place);
		mayLink({ provider: provider.id, profileId: profileIdOf(provider.id, label) });
	}
}

/** ms when a key was found to work by a real call; nothing is kept. Throws like `linkAccount`. */
export async function tryKey(deps: LinkDeps, workspace: string, { apiKey, ...where }: CheckKeyBody & Named): Promise<number> {
	const { provider, baseUrl } = await placeOf(deps, workspace, where);
	return requireVerified(deps, provider, { baseUrl, apiKey });
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

/** False when the profile id is taken; nothing of this try is left then. */
async function write(deps: LinkDeps, account: Account, secret: CredentialSecret): Promise<boolean> {
	const { workspace, gen, profileId, credentialVersion: version } = account;
	await deps.credentials.save({ workspace, gen, profileId, version, secret, ttl: Math.ceil(deps.clock() / 1000) + orphanSeconds });
	const created = await deps.store.put(account, notExists("pk"));
	if (!created.ok) {
		await deps.credentials.remove({ workspace, gen });
		return false;
	}
	await deps.credentials.confirm({ workspace, gen });
	await ensurePool(deps, workspace, account.provider);
	return true;
}

async function refuseTaken(deps: LinkDeps, { workspace, provider }: Place, label: string): Promise<void> {
	if (await deps.store.get(accountKey(workspace, provider.id, label))) throw accountExists(profileIdOf(provider.id, label));
}

const accountExists = (profileId: string): GatewayError =>
	new GatewayError("account_exists", `The account ${profileId} is linked already.`, {
		param: "label",
		hint: "Choose another label, or replace its key with POST /admin/accounts/{profileId}/credential.",
	});

/** The lowest number that no account of the pool has. */
async function freeLabel(deps: LinkDeps, { workspace, provider }: Place): Promise<string> {
	const { accounts } = await readSnapshot(deps.store, workspace, provider.id);
	const taken = new Set(accounts.map(({ label }) => label));
	let number = 1;
	while (taken.has(`key-${number}`)) number += 1;
	return `key-${number}`;
}

const newAccount = (
	{ workspace, provider, baseUrl }: Place,
	label: string,
	input: LinkAccountBody,
	{ now, verifiedAt }: { readonly now: number; readonly verifiedAt: number },
): Account => ({
	...accountKey(workspace, provider.id, label),
	gen: randomId("gen"),
	workspace,
	provider: provider.id,
	label,
	profileId: profileIdOf(provider.id, label),
	displayName: input.displayName,
	email: null,
	method: "api_key",
	baseUrl,
	tags: input.tags,
	models: input.models,
	enabled: input.enabled,
	priority: input.priority,
	claims: 0,
	claimedAt: 0,
	lastUsedAt: 0,
	lastVerifiedAt: verifiedAt,
	useMarks: [],
	cooldowns: {},
	errorStreak: 0,
	lastFaultAt: 0,
	credentialVersion: 1,
	credentialExpiresAt: null,
	nonces: [],
	maxConcurrency: null,
	createdAt: now,
	updatedAt: now,
});
