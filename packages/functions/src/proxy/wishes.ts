import { parseProfileId, profileIdOf } from "@smart-router/core/account/profile-id.ts";
import { requireAccount } from "@smart-router/core/api-key/limits.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { profileNotFound, type Wishes } from "@smart-router/core/forward/wishes.ts";
import type { Json } from "@smart-router/llm/chat/request.ts";

/** Lower-case names. */
type ClientHeaders = Readonly<Record<string, string | undefined>>;

const maxWaitSeconds = 20;

/**
 * What the headers `X-Smart-Router-Profile` (else the body's `profile`) and `X-Smart-Router-Max-Wait` ask for.
 * Throws `GatewayError` invalid_request, profile_not_found, or permission_denied for an account that the key does not reach.
 */
export function readWishes(principal: Principal, headers: ClientHeaders, profile: Json | undefined): Wishes {
	const profileId = headers["x-smart-router-profile"]?.trim() || profile;
	const wait = headers["x-smart-router-max-wait"]?.trim();
	return {
		...(profileId !== undefined && profileId !== "" && { profile: readProfile(principal, profileId) }),
		...(wait !== undefined && { maxWaitMs: readWait(wait) }),
	};
}

function readProfile(principal: Principal, text: Json): NonNullable<Wishes["profile"]> {
	if (typeof text !== "string") throw new GatewayError("invalid_request", "`profile` must be a profile id.", { param: "profile" });
	const { provider, label } = parsed(text);
	const profile = { provider, profileId: profileIdOf(provider, label) };
	requireAccount(principal, profile);
	return profile;
}

function parsed(text: string): ReturnType<typeof parseProfileId> {
	try {
		return parseProfileId(text);
	} catch {
		throw profileNotFound(text);
	}
}

function readWait(text: string): number {
	const seconds = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
	if (seconds <= maxWaitSeconds) return Math.ceil(seconds * 1000);
	throw new GatewayError("invalid_request", `X-Smart-Router-Max-Wait is a number of seconds, at most ${maxWaitSeconds}.`, {
		param: "X-Smart-Router-Max-Wait",
	});
}
