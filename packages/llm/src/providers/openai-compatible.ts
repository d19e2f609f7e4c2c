import type { ProtocolId } from "../protocols/protocol.ts";
import { anthropicVersion } from "./anthropic.ts";
import { type OAuthDescription, standardDialect } from "./oauth.ts";
import type { AuthStyle, Provider, Streaming } from "./provider.ts";

export interface CustomProviderInput {
	readonly id: string;
	readonly protocol: ProtocolId;
	/** Checked before (`checkBaseUrl`); with the version path where the vendor has one. */
	readonly baseUrl: string;
	/** What is usual for the protocol when missing. */
	readonly auth?: AuthStyle | undefined;
	readonly models?: readonly string[] | undefined;
	readonly streaming?: Streaming | undefined;
	readonly streamUsage?: boolean | undefined;
	readonly oauth?: OAuthDescription | undefined;
}

const usualAuth: Readonly<Record<ProtocolId, AuthStyle>> = {
	"openai-chat": "bearer",
	"openai-responses": "bearer",
	"anthropic-messages": "x-api-key",
	gemini: "x-goog-api-key",
	"code-assist": "bearer",
};

/** A provider that an admin made: any server that speaks one of the protocols, most of them OpenAI's. */
export const customProvider = ({
	id,
	protocol,
	baseUrl,
	auth = usualAuth[protocol],
	models = [],
	streaming,
	streamUsage,
	oauth,
}: CustomProviderInput): Provider => ({
	id,
	name: id,
	aliases: [],
	protocol,
	baseUrl,
	auth,
	headers: protocol === "anthropic-messages" ? anthropicVersion : {},
	methods: ["api_key"],
	...(oauth && { oauth }),
	dashboardUrl: null,
	termsNote: null,
	custom: true,
	models,
	...(streaming && { streaming }),
	...(streamUsage !== undefined && { streamUsage }),
});

/** What an admin says of a custom provider's OAuth server; in all else it keeps to the RFCs. */
export type CustomOAuthInput = Omit<OAuthDescription, "dialect" | "needsSubscriptionLogins" | "clientHelp"> &
	Pick<OAuthDescription["dialect"], "tokenBody" | "tokenParameters">;

export const customOAuth = ({ tokenBody, tokenParameters, ...told }: CustomOAuthInput): OAuthDescription => ({
	...told,
	dialect: { ...standardDialect, tokenBody, tokenParameters },
	needsSubscriptionLogins: false,
	clientHelp: "Register a client at this provider's OAuth server, with one of the redirect addresses shown.",
});
