import {
	deviceAuthorizationRequest,
	deviceCodeGrantRequest,
	processDeviceAuthorizationResponse,
	processDeviceCodeResponse,
	ResponseBodyError,
} from "oauth4webapi";
import { reveal, type Secret, secret } from "../credential/secret.ts";
import { failureOf, type OAuthFailure } from "./failure.ts";
import type { SeenBody } from "./fetch.ts";
import { type OAuthClient, type OAuthDeps, type OAuthServer, partiesOf } from "./server.ts";
import { type TokenResult, tokensOf } from "./tokens.ts";

/** RFC 8628 section 3.2. */
export interface DeviceStart {
	readonly ok: true;
	readonly deviceCode: Secret;
	readonly userCode: string;
	readonly verificationUrl: string;
	readonly verificationUrlComplete: string | null;
	/** ms */
	readonly expiresAt: number;
	readonly intervalSeconds: number;
}

interface DeviceParty {
	readonly server: OAuthServer & { readonly deviceUrl: string };
	readonly client: OAuthClient;
}

const defaultIntervalSeconds = 5;

/** Asks for a code that a person enters elsewhere (RFC 8628 section 3.1). An interval that is missing is 5 s. Never throws for what the server or the network does. */
export async function startDevice(
	deps: OAuthDeps,
	{ server, client, scopes }: DeviceParty & { readonly scopes: readonly string[] },
): Promise<DeviceStart | OAuthFailure> {
	const { as, client: us, auth, options } = partiesOf(deps, server, client);
	try {
		const response = await deviceAuthorizationRequest(as, us, auth, { scope: scopes.join(" ") }, options);
		const started = await processDeviceAuthorizationResponse(as, us, response);
		return {
			ok: true,
			deviceCode: secret(started.device_code),
			userCode: started.user_code,
			verificationUrl: started.verification_uri,
			verificationUrlComplete: started.verification_uri_complete ?? null,
			expiresAt: deps.clock() + started.expires_in * 1000,
			intervalSeconds: Math.max(1, started.interval ?? defaultIntervalSeconds),
		};
	} catch (error) {
		return failureOf(error, { sent: [client.secret] });
	}
}

/** `pending`: ask again after the interval; `slow_down`: after 5 s more, from now on (RFC 8628 section 3.5). */
export type DevicePoll = TokenResult | { readonly ok: false; readonly kind: "pending" | "slow_down" };

/** Asks once whether the person is done (RFC 8628 section 3.4); the caller keeps the interval. Never throws for what the server or the network does. */
export async function pollDevice(
	deps: OAuthDeps,
	{ server, client, deviceCode }: DeviceParty & { readonly deviceCode: Secret },
): Promise<DevicePoll> {
	const seen: SeenBody = {};
	const { as, client: us, auth, options } = partiesOf(deps, server, client, seen);
	try {
		const response = await deviceCodeGrantRequest(as, us, auth, reveal(deviceCode), options);
		if (meansPending(server.dialect.device.pendingStatuses, response.status, seen)) return { ok: false, kind: "pending" };
		return tokensOf(await processDeviceCodeResponse(as, us, response), seen, deps.clock());
	} catch (error) {
		if (error instanceof ResponseBodyError && error.error === "authorization_pending") return { ok: false, kind: "pending" };
		if (error instanceof ResponseBodyError && error.error === "slow_down") return { ok: false, kind: "slow_down" };
		return failureOf(error, { sent: [deviceCode, client.secret] });
	}
}

/** A declared status, unless the body says something else in the words of the RFC (Google's 403 is `slow_down` or a refusal). */
function meansPending(statuses: readonly number[], status: number, { json }: SeenBody): boolean {
	return statuses.includes(status) && !saysMore.has(String(json?.["error"]));
}

const saysMore: ReadonlySet<string> = new Set(["slow_down", "access_denied", "expired_token"]);
