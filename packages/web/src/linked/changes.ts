import type { AccountView, SetCooldownInput, UpdateAccountInput } from "@smart-router/core/account/account.schema.ts";
import type { PoolView, UpdatePoolInput } from "@smart-router/core/account/pool.schema.ts";
import { request } from "../api/request.ts";
import { announce } from "../parts/announcer.tsx";
import { dropAccount, showAccount, showPool } from "./data.ts";

const pathOf = (profileId: string): string => `admin/accounts/${encodeURIComponent(profileId)}`;
const cooldownPath = (profileId: string, scope?: string): string =>
	`${pathOf(profileId)}/cooldowns${scope === undefined ? "" : `/${encodeURIComponent(scope)}`}`;
const poolPath = (provider: string): string => `admin/pools/${encodeURIComponent(provider)}`;

// Every change shows what the gateway answered, never what was hoped for; all throw `Failure`.

export async function verify(profileId: string): Promise<void> {
	try {
		showAccount(await request<AccountView>("POST", `${pathOf(profileId)}/verify`));
		announce(`${profileId} is verified`);
	} catch (error) {
		// A refused key changes the account's status too.
		await readAccount(profileId).catch(() => Promise.reject(error));
		throw error;
	}
}

export async function setEnabled(profileId: string, enabled: boolean): Promise<void> {
	await updateAccount(profileId, { enabled });
	announce(enabled ? `${profileId} takes part again` : `${profileId} is paused`);
}

/** `revision`: only if nobody changed the account since. */
export async function updateAccount(profileId: string, changes: UpdateAccountInput, revision?: string): Promise<void> {
	showAccount(await request<AccountView>("PATCH", pathOf(profileId), { body: changes, revision }));
}

export async function readAccount(profileId: string): Promise<void> {
	showAccount(await request<AccountView>("GET", pathOf(profileId)));
}

/** Of one model or group, or of the whole account (`*`). */
export async function setCooldown(profileId: string, scope: string, rest: SetCooldownInput): Promise<void> {
	showAccount(await request<AccountView>("PUT", cooldownPath(profileId, scope), { body: rest }));
	announce(`${profileId} rests`);
}

/** Of one model, or of the whole account. */
export async function clearCooldown(profileId: string, scope?: string): Promise<void> {
	showAccount(await request<AccountView>("DELETE", cooldownPath(profileId, scope)));
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
	await readPool(provider);
	announce(`${primary} is primary now`);
	return primary;
}

/** `revision`: only if nobody changed the settings since. */
export async function updatePool(provider: string, changes: UpdatePoolInput, revision?: string): Promise<void> {
	showPool(await request<PoolView>("PATCH", poolPath(provider), { body: changes, revision }));
}

export async function readPool(provider: string): Promise<void> {
	showPool(await request<PoolView>("GET", poolPath(provider)));
}
