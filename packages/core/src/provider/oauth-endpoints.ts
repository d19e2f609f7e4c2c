import type { OAuthDescription } from "@smart-router/llm/providers/oauth.ts";
import type { CheckBaseUrl } from "../http/base-url.ts";
import type { OAuthServer } from "../oauth/server.ts";

export const endpointNames = ["issuer", "authorizeUrl", "tokenUrl", "deviceUrl", "revokeUrl", "userinfoUrl"] as const;
export type EndpointName = (typeof endpointNames)[number];

/** Where an OAuth server lies. */
export type OAuthEndpoints = Pick<OAuthServer, EndpointName>;

/** What an operator named himself; null where the provider's description holds. */
export type OwnEndpoints = Readonly<Record<EndpointName, string | null>>;
export const noneOwn: OwnEndpoints = {
	issuer: null,
	authorizeUrl: null,
	tokenUrl: null,
	deviceUrl: null,
	revokeUrl: null,
	userinfoUrl: null,
};

/**
 * Where the server lies that an operator's client is for: what he named, else what is described. Undefined when nobody says where tokens come from. A
 * token endpoint of his own is another server, of which the description knows nothing more.
 */
export function endpointsOf(own: OwnEndpoints, described: OAuthDescription | undefined): OAuthEndpoints | undefined {
	const tokenUrl = own.tokenUrl ?? described?.tokenUrl;
	if (tokenUrl === undefined) return undefined;
	const same = tokenUrl === described?.tokenUrl ? described : undefined;
	return {
		issuer: own.issuer ?? (own.authorizeUrl === null ? (same?.issuer ?? null) : null),
		authorizeUrl: own.authorizeUrl ?? described?.authorizeUrl ?? "",
		tokenUrl,
		deviceUrl: own.deviceUrl ?? same?.deviceUrl ?? null,
		revokeUrl: own.revokeUrl ?? same?.revokeUrl ?? null,
		userinfoUrl: own.userinfoUrl ?? same?.userinfoUrl ?? null,
	};
}

/** The endpoints that a client's secret is sent to (RFC 6749 section 3.2.1, RFC 8628 section 3.1, RFC 7009 section 2.1). */
export const secretEndpoints = ({ tokenUrl, deviceUrl, revokeUrl }: OAuthEndpoints): Readonly<Record<string, string>> => ({
	tokenUrl,
	...(deviceUrl !== null && { deviceUrl }),
	...(revokeUrl !== null && { revokeUrl }),
});

/**
 * An OAuth server's address by the rules of a base URL, but as it is written: servers compare it byte for byte. Throws `GatewayError` invalid_request
 * that names `param`.
 */
export function checkEndpoint(check: CheckBaseUrl, text: string, param: string): string {
	check(text, param);
	return text;
}
