import type { CredentialId, CredentialSecret, TokenSet } from "../credential/credential.ts";
import { type Obstacle, obstacleIn, readCredentialItem, takeLease } from "../credential/lease.ts";
import { createLru } from "../credential/lru.ts";
import { randomId } from "../id.ts";
import type { Account } from "./account.ts";
import { refreshAtOf } from "./refresh-times.ts";
import { noteRenewal, openTokens, type Renewal, type RenewDeps, renew } from "./renew.ts";

/** A credential that may be sent, or why there is none. */
export type Usable =
	| { readonly ok: true; readonly version: number; readonly secret: CredentialSecret }
	/** Missing, unreadable, or ended by the provider: only a new one helps. */
	| { readonly ok: false; readonly kind: "dead"; readonly version: number; readonly text: string }
	/** The token has ended and could not be renewed now. */
	| { readonly ok: false; readonly kind: "unavailable"; readonly version: number; readonly text: string; readonly retryAt: number };

/** Credentials fit for a call. All throw `StoreError`, `KeysError`. */
export interface FreshCredentials {
	/** The account's credential at this version or a later one; a token set is renewed first when it is close to its end. */
	open(account: Account, version: number): Promise<Usable>;
	/**
	 * After a provider refused the token of this version: a later one that is stored by now, else a renewed one. Undefined where there is nothing to renew,
	 * or not yet.
	 */
	afterRefusal(account: Account, version: number): Promise<Usable | undefined>;
	/** Renews the account's token set unless the provider wants it later; undefined when there was nothing to do. For the schedule. */
	renewEarly(account: Account): Promise<Renewal | undefined>;
}

/** A token that ends this soon could end on its way to the provider. */
const stillGoodMs = 15_000;
/** Those who lost the race look again this often, and so many times: for 20 s, in which a live holder is done. */
const lookEveryMs = 150;
const maxLooks = 133;
const maxRemembered = 2_000;

const gone = "The stored credential is missing or cannot be opened: re-link the account.";
const ended = "The login has ended, and it has no refresh token.";

/** One renewal at a time and account: in this process by sharing it, over all instances by a lease on the credential item. */
export function createFreshCredentials(deps: RenewDeps): FreshCredentials {
	const running = new Map<string, Promise<Renewal>>();
	/** ms until which the store need not be asked whether the provider may be. */
	const resting = createLru<number>(maxRemembered);

	/** Shared by all who want this version renewed. Who is patient goes on where the shared try left it to another instance. */
	async function renewal(account: Account, held: Held, patient: boolean): Promise<Renewal> {
		const name = JSON.stringify([account.workspace, account.gen, held.version]);
		for (let shared = running.get(name); shared; shared = running.get(name)) {
			const result = await shared;
			if (result.kind !== "busy" || !patient) return result;
		}
		const own = renewOnce(deps, account, held, patient).finally(() => running.delete(name));
		running.set(name, own);
		return own;
	}

	async function renewed(account: Account, held: Held, patient: boolean): Promise<Renewal> {
		const name = `${account.workspace}/${account.gen}`;
		const until = resting.get(name) ?? 0;
		if (until > deps.clock()) return { kind: "unavailable", text: "The token could not be renewed a moment ago.", retryAt: until };
		const result = await renewal(account, held, patient);
		if (result.kind === "unavailable") resting.set(name, result.retryAt);
		return result;
	}

	return {
		async open(account, version) {
			const opened = await openStored(deps, account, version);
			if (!opened.ok || opened.secret.kind === "api_key") return opened;
			const { secret } = opened;
			const now = deps.clock();
			const good = secret.expiresAt === null || secret.expiresAt > now + stillGoodMs;
			const due = refreshAtOf(secret);
			if (due === undefined) return good ? opened : { ok: false, kind: "dead", version: opened.version, text: ended };
			if (now < due) return opened;
			const result = await renewed(account, { version: opened.version, secret }, !good);
			return result.kind === "fresh" || !good ? usable(result, opened.version) : opened;
		},

		async afterRefusal(account, version) {
			const opened = await openStored(deps, account, version, true);
			if (!opened.ok || opened.version > version) return opened;
			const { secret } = opened;
			if (secret.kind === "api_key" || secret.refreshToken === null || tooEarly(secret, deps.clock())) return undefined;
			return usable(await renewed(account, { version, secret }, true), version);
		},

		async renewEarly(account) {
			const opened = await openStored(deps, account, account.credentialVersion);
			if (!opened.ok || opened.secret.kind === "api_key" || opened.version > account.credentialVersion) return undefined;
			const { version, secret } = opened;
			if (secret.refreshToken === null || tooEarly(secret, deps.clock())) return undefined;
			return renewed(account, { version, secret }, false);
		},
	};
}

interface Held {
	readonly version: number;
	readonly secret: TokenSet;
}

const tooEarly = ({ earliestRefreshAt }: TokenSet, now: number): boolean => earliestRefreshAt !== null && now < earliestRefreshAt;

function usable(result: Renewal, version: number): Usable {
	switch (result.kind) {
		case "fresh":
			return { ok: true, version: result.version, secret: result.secret };
		case "refused":
			return { ok: false, kind: "dead", version, text: result.text };
		case "busy":
		case "unavailable":
			return { ok: false, kind: "unavailable", version, text: result.text, retryAt: result.retryAt };
	}
}

/**
 * The version asked for, or the one that has replaced it. A death between a renewal's two writes left the account one version behind: it is mended here.
 *
 * @param doubted what this process remembers does not count
 */
async function openStored(deps: RenewDeps, account: Account, version: number, doubted = false): Promise<Usable> {
	const { workspace, gen, profileId } = account;
	const at = (wanted: number): CredentialId => ({ workspace, gen, profileId, version: wanted });
	const asked = doubted ? Number((await readCredentialItem(deps, account))?.["version"] ?? version) : version;
	let opened = await deps.credentials.open(at(asked));
	let found = asked;
	if (!opened.ok && opened.reason === "version") {
		found = opened.version;
		opened = await deps.credentials.open(at(found));
	}
	if (!opened.ok) return { ok: false, kind: "dead", version, text: gone };
	if (found > account.credentialVersion && opened.secret.kind === "token_set") await noteRenewal(deps, account, found, opened.secret);
	return { ok: true, version: found, secret: opened.secret };
}

/** Renews under the lease, or waits (the patient) for whoever holds it. */
async function renewOnce(deps: RenewDeps, account: Account, { version, secret }: Held, patient: boolean): Promise<Renewal> {
	const { workspace, gen, profileId } = account;
	const id: CredentialId = { workspace, gen, profileId, version };
	const owner = randomId("lse");
	for (let looks = 0; ; looks++) {
		const obstacle = looks === 0 ? undefined : obstacleIn(await readCredentialItem(deps, id), id, owner, deps.clock());
		const taken = obstacle ?? (await takeLease(deps, id, owner));
		if (taken.kind === "held") return counted(deps, account, await renew(deps, account, taken.lease, secret));
		if (taken.kind !== "busy") return met(deps, id, taken);
		if (!patient || looks === maxLooks) return { kind: "busy", text: "Another instance is renewing the token.", retryAt: taken.until };
		await deps.wait(lookEveryMs);
	}
}

function counted({ metrics }: RenewDeps, { provider }: Account, renewal: Renewal): Renewal {
	metrics.count("token_renewals", { provider });
	if (renewal.kind === "refused") metrics.count("ended_logins", { provider });
	if (renewal.kind === "unavailable") metrics.count("token_renewal_failures", { provider });
	return renewal;
}

/** What an obstacle that is no other instance at work means for a renewal. */
async function met(deps: RenewDeps, id: CredentialId, obstacle: Exclude<Obstacle, { kind: "busy" }>): Promise<Renewal> {
	switch (obstacle.kind) {
		case "newer":
			return (await openTokens(deps, { ...id, version: obstacle.version })) ?? { kind: "refused", text: gone };
		case "resting":
			return { kind: "unavailable", text: "The token could not be renewed a moment ago.", retryAt: obstacle.until };
		case "refused":
			return { kind: "refused", text: obstacle.text };
		case "missing":
			return { kind: "refused", text: gone };
	}
}
