import type { GatewayError } from "../errors.ts";
import type { OAuthFailure, OAuthFailureKind } from "../oauth/failure.ts";
import { type LoginFailureCode, loginFailure } from "./failure.ts";

const codes: Readonly<Record<OAuthFailureKind, LoginFailureCode>> = {
	invalid_grant: "login_code_refused",
	invalid_client: "login_client_refused",
	invalid_scope: "login_scope_refused",
	access_denied: "login_denied",
	unavailable: "login_provider_unavailable",
	refused: "login_provider_refused",
};

/** What an authorization server's refusal means for the person who signs in. */
export const providerFailure = ({ kind, text }: Pick<OAuthFailure, "kind" | "text">): GatewayError => loginFailure(codes[kind], text);
