import { createHash, randomBytes } from "node:crypto";
import type { OAuthSetup } from "../provider/oauth-setup.ts";

/** 256 random bits: state, nonce, verifier and cookie alike; as a PKCE verifier its 43 characters are the least RFC 7636 allows. */
export const randomText = (): string => randomBytes(32).toString("base64url");

export interface AuthorizeRequest {
	readonly clientId: string;
	readonly redirectUri: string;
	readonly state: string;
	readonly nonce: string | null;
	readonly verifier: string;
	/** What the vendor's way of issuing clients adds. */
	readonly issue: Readonly<Record<string, string>>;
}

/** Where the person is sent (RFC 6749 section 4.1.1, always with PKCE S256). */
export function authorizeUrlOf({ server, scopes, authorizeParameters }: OAuthSetup, request: AuthorizeRequest): string {
	const url = new URL(server.authorizeUrl);
	const parameters = {
		...authorizeParameters,
		...request.issue,
		response_type: "code",
		client_id: request.clientId,
		redirect_uri: request.redirectUri,
		...(scopes.length > 0 && { scope: scopes.join(" ") }),
		state: request.state,
		...(request.nonce !== null && { nonce: request.nonce }),
		code_challenge: createHash("sha256").update(request.verifier).digest("base64url"),
		code_challenge_method: "S256",
	};
	for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
	return url.href;
}
