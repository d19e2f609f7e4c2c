import { createHash } from "node:crypto";
import { objectOf, stringOf } from "@smart-router/llm/chat/json.ts";
import type { Json, JsonObject } from "@smart-router/llm/chat/request.ts";
import type { IdentityPaths } from "@smart-router/llm/providers/oauth.ts";
import type { OAuthDeps, OAuthServer } from "../oauth/server.ts";
import type { Tokens } from "../oauth/tokens.ts";
import { userinfo } from "../oauth/userinfo.ts";

/** Who signed in. */
export interface Identity {
	/** The issuer, or the origin of the sign-in page where none is known. */
	readonly issuer: string;
	readonly subject: string | null;
	readonly email: string | null;
	readonly organization: string | null;
	/** What the provider calls the account in calls. */
	readonly accountId: string | null;
}

const fields = ["subject", "email", "organization", "accountId"] as const;
type Found = Partial<Record<(typeof fields)[number], string>>;

/** Member by member, so that a name with dots or slashes is one name. Numbers (Google's old ids) count as text. */
function at(value: JsonObject | null, path: readonly string[] | undefined): string | undefined {
	if (path === undefined || value === null) return undefined;
	const found = path.reduce<Json | undefined>((inner, name) => objectOf(inner)?.[name], value);
	return typeof found === "number" ? String(found) : stringOf(found) || undefined;
}

const read = (value: JsonObject | null, paths: IdentityPaths): Found =>
	Object.fromEntries(fields.flatMap((field) => [[field, at(value, paths[field])]].filter(([, text]) => text !== undefined)));

/**
 * Who the tokens belong to, from the token endpoint's answer, the id token and the profile, in this order of trust. The profile is asked only for what
 * the others leave open; where it does not answer, what is known must do.
 */
export async function findIdentity(deps: OAuthDeps, server: OAuthServer, tokens: Tokens): Promise<Identity> {
	const { identity, tokenHeaders } = server.dialect;
	let found: Found = { ...read(tokens.claims, identity.idToken), ...read(tokens.extra, identity.tokens) };
	if (server.userinfoUrl !== null && (found.subject === undefined || found.email === undefined)) {
		const asked = await userinfo(deps, { url: server.userinfoUrl, accessToken: tokens.accessToken, headers: tokenHeaders });
		if (asked.ok) found = { ...read(asked.profile, identity.userinfo), ...found };
	}
	return {
		issuer: server.issuer ?? new URL(server.authorizeUrl || server.tokenUrl).origin,
		subject: found.subject ?? null,
		email: found.email ?? null,
		organization: found.organization ?? null,
		accountId: found.accountId ?? null,
	};
}

/** Tells identities apart without naming them; null when the provider did not say who it is. */
export const identityHash = ({ issuer, subject, organization }: Pick<Identity, "issuer" | "subject" | "organization">): string | null =>
	subject === null
		? null
		: createHash("sha256")
				.update(JSON.stringify([issuer, subject, organization]))
				.digest("base64url");

/** An e-mail address, or another name of the provider's, as it may stand in a profile id. */
export function labelOf(text: string): string {
	const label = text.replace(/[^A-Za-z0-9._@+~-]/g, "-").replace(/^[^A-Za-z0-9]+/, "");
	return label.slice(0, 128);
}
