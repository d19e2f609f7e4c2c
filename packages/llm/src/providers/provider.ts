import type { JsonObject } from "../chat/request.ts";
import type { ProtocolId } from "../protocols/protocol.ts";
import type { OAuthDescription } from "./oauth.ts";
import type { BodyRules, TokenForm } from "./token-form.ts";

export type AuthStyle = "bearer" | "x-api-key" | "x-goog-api-key";
export type Streaming = "only" | "never";
export type LoginMethod = "api_key" | "oauth" | "device";

/** A provider = protocol x endpoint x auth. Data: what it says and where it lives, no behaviour of its own. */
export interface Provider {
	/** `providerIdPattern`; the first half of every profile id. */
	readonly id: string;
	/** As people know it: `Claude`, `Codex`, `Gemini`. */
	readonly name: string;
	readonly aliases: readonly string[];
	readonly protocol: ProtocolId;
	/** Other protocols at the same address, with the same credential. */
	readonly alsoSpeaks?: readonly ProtocolId[];
	/** Without a trailing slash; includes the version path where the vendor's does not vary (`https://api.openai.com/v1`). */
	readonly baseUrl: string;
	/** Further addresses of the same API, asked in order when one has no capacity or gives no answer. */
	readonly otherBaseUrls?: readonly string[];
	readonly auth: AuthStyle;
	/** Set where the provider cannot do both: it `only` streams, or `never` does. A client is served as it asked all the same. */
	readonly streaming?: Streaming;
	/** False where a stream may not be asked for its counts (Chat Completions' `stream_options`, which a server may refuse to know): they are estimated. */
	readonly streamUsage?: boolean;
	/** Sent with every call, e.g. `anthropic-version`. */
	readonly headers: Readonly<Record<string, string>>;
	readonly methods: readonly LoginMethod[];
	/** Where people sign in, for the methods `oauth` and `device`; they work once an operator has configured a client. */
	readonly oauth?: OAuthDescription;
	/** What differs with a login's access token; missing = it goes where a key goes, as a bearer token. See `withToken`. */
	readonly token?: TokenForm;
	/** Set by `withToken`. */
	readonly bodyRules?: BodyRules;
	/** Calls name a project that the provider gives to each account, asked for once at the login. */
	readonly project?: "discovered";
	/** Where a person makes keys, sees usage and revokes. */
	readonly dashboardUrl: string | null;
	/** Dated note on the provider's terms, shown at linking. */
	readonly termsNote: string | null;
	/** False for the built-in ones. */
	readonly custom: boolean;
	/** Model ids an admin listed for a custom provider; built-in ones come from the catalog. */
	readonly models: readonly string[];
}

/** One HTTP call to a provider, credential not yet added. */
export interface ProviderCall {
	readonly method: "GET" | "POST";
	/** Absolute. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: JsonObject | string;
}
