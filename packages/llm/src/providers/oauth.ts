/**
 * How a provider's OAuth server is spoken to. Data only; the endpoints are defaults that an operator may override. Client ids are the operator's: none
 * stands here. Sources: facts `oauth.md`; RFC 6749, 7009, 7636, 8252, 8628.
 */
export interface OAuthDescription {
	/** What `iss` of a callback and of an id_token must be; null where the vendor names none. */
	readonly issuer: string | null;
	readonly authorizeUrl: string;
	readonly tokenUrl: string;
	/** RFC 8628, only where the provider grants `scopes` that way. */
	readonly deviceUrl: string | null;
	/** RFC 7009. */
	readonly revokeUrl: string | null;
	readonly userinfoUrl: string | null;
	/** RFC 7591. */
	readonly registrationUrl: string | null;
	/** Minimal: what model calls and the account's name need. */
	readonly scopes: readonly string[];
	/** Of `scopes`, those without which the login is of no use; a person may untick some at the provider. */
	readonly requiredScopes: readonly string[];
	/** Added to the authorize URL, e.g. `access_type=offline`. */
	readonly authorizeParameters: Readonly<Record<string, string>>;
	readonly dialect: OAuthDialect;
	/** Ways back from the provider, the best first. */
	readonly redirects: readonly OAuthRedirect[];
	/** What the vendor registers for programs; no ports = any. */
	readonly loopback: OAuthLoopback | null;
	/** Plan-based: an admin must allow it with `subscriptionLogins` of the provider. */
	readonly needsSubscriptionLogins: boolean;
	/** Where an operator gets a client; shown when none is configured. */
	readonly clientHelp: string;
}

/** Ways back from a provider: to the gateway, to a program that listens on this machine, or by hand. The best first. */
export const oauthRedirects = ["hosted", "loopback", "paste"] as const;
export type OAuthRedirect = (typeof oauthRedirects)[number];

export interface OAuthLoopback {
	/** The literal the vendor registers; providers compare it byte for byte. */
	readonly host: "127.0.0.1" | "localhost";
	readonly ports: readonly number[];
	readonly path: string;
}

/** Where a vendor departs from the RFCs, as small declared differences: the flows read them and never ask who the vendor is. */
export interface OAuthDialect {
	/** How a request to the token endpoint is written; RFC 6749 says form. */
	readonly tokenBody: "form" | "json";
	/** Sent with every call to the token endpoint. */
	readonly tokenHeaders: Readonly<Record<string, string>>;
	/** Added to the body of exchange and refresh, e.g. `resource` (RFC 8707). */
	readonly tokenParameters: Readonly<Record<string, string>>;
	/** `state` is part of the exchange as well. */
	readonly stateInExchange: boolean;
	/** What a person copies: the whole address of the page, or the text `code#state` that the vendor's page shows. */
	readonly pasted: "address" | "code#state";
	/** Besides `invalid_grant`: codes by which a refresh says that the credential is dead. */
	readonly deadGrants: readonly string[];
	readonly device: OAuthDeviceDialect;
	/** Where the vendor itself gives out a client at the first sign-in; null where the operator must bring one. */
	readonly issuedClient: OAuthIssuedClient | null;
	readonly identity: OAuthIdentity;
}

export interface OAuthDeviceDialect {
	/** The member that holds the address to visit; RFC 8628 says `verification_uri`. */
	readonly verificationField: "verification_uri" | "verification_url";
	/** HTTP statuses that mean "not yet", whatever the body says. */
	readonly pendingStatuses: readonly number[];
}

/** Dynamic client of Sign in with ChatGPT: the first authorize names a documented constant, the callback brings the issued id. */
export interface OAuthIssuedClient {
	/** A protocol constant, no application's id; never stored. */
	readonly firstClientId: string;
	/** Parameter of the first authorize that carries the application's name. */
	readonly nameParameter: string;
	/** Parameter of every authorize that carries the installation's stable opaque id. */
	readonly hostParameter: string | null;
}

/** Where an identity stands, in order of trust; each path is a list of member names. */
export interface OAuthIdentity {
	/** Members of the token endpoint's answer. */
	readonly tokens: IdentityPaths;
	/** Claims of the id_token. */
	readonly idToken: IdentityPaths;
	/** Members of the userinfo answer. */
	readonly userinfo: IdentityPaths;
}

export interface IdentityPaths {
	readonly subject?: readonly string[];
	readonly email?: readonly string[];
	readonly organization?: readonly string[];
	/** What the provider calls the account in calls, e.g. ChatGPT's account id. */
	readonly accountId?: readonly string[];
}

/** The dialect of a server that keeps to the RFCs and to OpenID Connect. */
export const standardDialect: OAuthDialect = {
	tokenBody: "form",
	tokenHeaders: {},
	tokenParameters: {},
	stateInExchange: false,
	pasted: "address",
	deadGrants: [],
	device: { verificationField: "verification_uri", pendingStatuses: [] },
	issuedClient: null,
	identity: {
		tokens: {},
		idToken: { subject: ["sub"], email: ["email"] },
		userinfo: { subject: ["sub"], email: ["email"] },
	},
};
