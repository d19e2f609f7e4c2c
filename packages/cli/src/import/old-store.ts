import { type Fields, isFields, parseFields } from "../client.ts";
import { Failure } from "../failure.ts";

/** What the older router kept of an account. */
export type OldCredential =
	| { readonly kind: "api_key"; readonly apiKey: string }
	| { readonly kind: "login"; readonly refreshToken?: string; readonly accessToken?: string; readonly expiresAt?: string }
	/** Nothing that could be used. */
	| { readonly kind: "none"; readonly why: string };

export interface OldAccount {
	/** Id or alias, as it was written. */
	readonly provider: string;
	readonly label: string;
	readonly credential: OldCredential;
}

/**
 * The accounts of the older router's `auth-store.json`, in its order: `{ version, profiles: { "<provider>:<label>": credential }, usageStats }`, where a
 * credential is `{ type: "api_key", key }`, `{ type: "oauth", access, refresh, expires }` or `{ type: "token", token, expires }`, each with its
 * `provider`; times are ms. Its cooldowns and counts are left behind: they come back by themselves where they still hold. Throws `Failure`.
 */
export function readOldStore(text: string, file: string): readonly OldAccount[] {
	const profiles = parseFields(text)?.["profiles"];
	if (isFields(profiles))
		return Object.entries(profiles).map(([profileId, profile]) => accountOf(profileId, isFields(profile) ? profile : {}));
	throw new Failure(`${file} is no auth-store.json: it has no "profiles".`, {
		hint: "Name the file in which the older router kept its accounts, usually data/auth-store.json.",
		exitCode: 2,
	});
}

function accountOf(profileId: string, profile: Fields): OldAccount {
	const colon = profileId.indexOf(":");
	const [before, label] = colon === -1 ? [profileId, "default"] : [profileId.slice(0, colon), profileId.slice(colon + 1)];
	return { provider: textOf(profile["provider"]) ?? before, label, credential: credentialOf(profile) };
}

function credentialOf({ type, key, access, refresh, token, expires }: Fields): OldCredential {
	switch (type) {
		case "api_key":
			return textOf(key) ? { kind: "api_key", apiKey: String(key) } : { kind: "none", why: "It has no key." };
		case "oauth":
			// Its access token ends within the hour, and a renewal gives another.
			return textOf(refresh) ? { kind: "login", refreshToken: String(refresh) } : accessOnly(access, expires);
		case "token":
			return accessOnly(token, expires);
		default:
			return { kind: "none", why: "It is of an unknown type." };
	}
}

function accessOnly(token: unknown, expires: unknown): OldCredential {
	const accessToken = textOf(token);
	if (accessToken === undefined) return { kind: "none", why: "It has no token." };
	return { kind: "login", accessToken, ...(isTime(expires) && { expiresAt: new Date(expires).toISOString() }) };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value.trim() !== "" ? value : undefined);

/** ms; 0 stands for never. */
const isTime = (value: unknown): value is number => typeof value === "number" && value > 0 && !Number.isNaN(new Date(value).getTime());
