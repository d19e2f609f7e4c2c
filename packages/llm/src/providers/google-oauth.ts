import { type OAuthDescription, standardDialect } from "./oauth.ts";

const scope = (name: string): string => `https://www.googleapis.com/auth/${name}`;

/**
 * Google's accounts. Google's own device flow grants neither `cloud-platform` nor the Gemini scopes, so there is no `deviceUrl`; an operator whose client
 * may use it sets one, and the dialect is ready. Facts: `oauth.md` section 4.
 */
const google = {
	issuer: "https://accounts.google.com",
	authorizeUrl: "https://accounts.google.com/o/oauth2/v2/auth",
	tokenUrl: "https://oauth2.googleapis.com/token",
	deviceUrl: null,
	revokeUrl: "https://oauth2.googleapis.com/revoke",
	userinfoUrl: "https://www.googleapis.com/oauth2/v2/userinfo",
	registrationUrl: null,
	// A refresh token comes only with both.
	authorizeParameters: { access_type: "offline", prompt: "consent" },
	dialect: {
		...standardDialect,
		device: { verificationField: "verification_url", pendingStatuses: [428] },
		identity: {
			tokens: {},
			idToken: { subject: ["sub"], email: ["email"] },
			userinfo: { subject: ["id"], email: ["email"] },
		},
	},
} as const satisfies Partial<OAuthDescription>;

/** The Gemini API with the operator's own client and project: the one Google login that a product may offer. */
export const geminiOAuth: OAuthDescription = {
	...google,
	scopes: [scope("cloud-platform"), scope("generative-language.retriever"), scope("userinfo.email")],
	requiredScopes: [scope("cloud-platform")],
	redirects: ["hosted", "loopback", "paste"],
	loopback: { host: "127.0.0.1", ports: [], path: "/oauth2callback" },
	needsSubscriptionLogins: false,
	clientHelp:
		"Create an OAuth client of the type Web application (or Desktop, for the loopback way) in a Google Cloud project of yours that has the Generative Language API enabled: https://console.cloud.google.com/apis/credentials",
};

/**
 * Antigravity, a variant of Code Assist. Facts: `antigravity.md`. Programs were seen to ask for `userinfo.profile`, `cclog` and `experimentsandconfigs`
 * besides (`oauth.md` section 4); no call here is known to need them, and an operator whose client does names them in its `scopes`.
 */
export const antigravityOAuth: OAuthDescription = {
	...google,
	scopes: [scope("cloud-platform"), scope("userinfo.email")],
	requiredScopes: [scope("cloud-platform")],
	redirects: ["loopback", "paste"],
	loopback: { host: "localhost", ports: [51121], path: "/oauth-callback" },
	needsSubscriptionLogins: true,
	clientHelp:
		"Google registers clients for Antigravity for its own application only; its terms (2026-11-22) name use of Antigravity logins by other software as a violation, and accounts have been suspended. Configure a client only if Google has given you one; else link the Gemini API with a key from https://aistudio.google.com/apikey.",
};
