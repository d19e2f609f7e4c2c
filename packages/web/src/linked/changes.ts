import type { AccountView, UpdateAccountInput } from "@smart-router/core/account/account.schema.ts";
import type { PoolView, UpdatePoolInput } from "@smart-router/core/account/pool.schema.ts";
import { request } from "../api/request.ts";
import { announce } from "../parts/announcer.tsx";
import { dropAccount, showAccount, showPool } from "./data.ts";

const pathOf = (profileId: string): string => `admin/accounts/${encodeURIComponent(profileId)}`;
const poolPath = (provider: string): string => `admin/pools/${encodeURIComponent(provider)}`;

// Every change shows what the gateway answered, never what was hoped for; all throw `Failure`.

export async function verify(profileId: string): Promise<void> {
	try {
		showAccount(await request<AccountView>("POST", `${pathOf(profileId)}/verify`));
		announce(`${profileId} is verified`);
	} catch (error) {
		// A refused key changes the account's status too.
		showAccount(await request<AccountView>("GET", pathOf(profileId)).catch(() => Promise.reject(error)));
		throw error;
	}
}

export async function setEnabled(profileId: string, enabled: boolean): Promise<void> {
	await updateAccount(profileId, { enabled });
	announce(enabled ? `${profileId} takes part again` : `${profileId} is paused`);
}

export async function updateAccount(profileId: string, changes: UpdateAccountInput): Promise<void> {
	showAccount(await request<AccountView>("PATCH", pathOf(profileId), { body: changes }));
}

/** Of one model, or of the whole account. */
export async function clearCooldown(profileId: string, scope?: string): Promise<void> {
	const path = `${pathOf(profileId)}/cooldowns${scope === undefined ? "" : `/${encodeURIComponent(scope)}`}`;
	showAccount(await request<AccountView>("DELETE", path));
	announce(`Cooldown of ${profileId} cleared`);
}

export async function replaceKey(profileId: string, apiKey: string): Promise<void> {
	showAccount(await request<AccountView>("POST", `${pathOf(profileId)}/credential`, { body: { apiKey } }));
}

export async function removeAccount(profileId: string): Promise<void> {
	await request("DELETE", pathOf(profileId));
	dropAccount(profileId);
}

/** The profile id that is primary now. */
export async function rotate(provider: string): Promise<string> {
	const { primary } = await request<{ readonly primary: string }>("POST", `${poolPath(provider)}/rotate`);
	showPool(await request<PoolView>("GET", poolPath(provider)));
	announce(`${primary} is primary now`);
	return primary;
}

export async function updatePool(provider: string, changes: UpdatePoolInput): Promise<void> {
	showPool(await request<PoolView>("PATCH", poolPath(provider), { body: changes }));
}
