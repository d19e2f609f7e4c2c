import { processRevocationResponse, revocationRequest } from "oauth4webapi";
import { reveal, type Secret } from "../credential/secret.ts";
import { failureOf, type OAuthFailure } from "./failure.ts";
import { type OAuthClient, type OAuthDeps, type OAuthServer, partiesOf } from "./server.ts";

export interface Revocation {
	readonly server: Pick<OAuthServer, "tokenUrl" | "dialect"> & { readonly revokeUrl: string };
	readonly client: OAuthClient;
	readonly token: Secret;
	readonly kind: "refresh_token" | "access_token";
}

/** RFC 7009. Only `ok` says that the token is dead there. */
export async function revokeToken(
	deps: OAuthDeps,
	{ server, client, token, kind }: Revocation,
): Promise<{ readonly ok: true } | OAuthFailure> {
	const { as, client: us, auth, options } = partiesOf(deps, { ...server, issuer: null }, client);
	try {
		const response = await revocationRequest(as, us, auth, reveal(token), { ...options, additionalParameters: { token_type_hint: kind } });
		await processRevocationResponse(response);
		return { ok: true };
	} catch (error) {
		return failureOf(error, { sent: [token, client.secret] });
	}
}
