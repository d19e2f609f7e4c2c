import { oauthRedirects } from "@smart-router/llm/providers/oauth.ts";
import * as z from "zod";
import { labelText } from "../account/account.schema.ts";

const redirect = z.enum(oauthRedirects);

/** Body of `POST /admin/logins`. */
export const startLoginInput = z.strictObject({
	provider: z.string().min(1).max(64),
	method: z.enum(["oauth", "device"], { error: "must be oauth or device; an API key is linked with POST /admin/accounts" }),
	label: labelText.optional().describe("The e-mail address when missing"),
	redirect: redirect.optional().describe("The way back; the best that the client allows when missing"),
	redirectPort: z.int().min(1).max(65_535).optional().describe("Where a program listens on the loopback, for the way of that name"),
	profileId: z.string().min(1).max(200).optional().describe("Re-authenticate this account instead of linking one"),
});
export type StartLoginInput = z.infer<typeof startLoginInput>;

/** Body of `POST /admin/logins/{id}/callback`. */
export const completeLoginInput = z.strictObject({
	callback: z
		.string()
		.trim()
		.min(1)
		.max(8000)
		.meta({ writeOnly: true })
		.describe("What came back: the whole address of the page (its query alone will do), or the text `code#state` that a provider shows"),
});

/** Visible ASCII, as a header can carry it. */
const tokenText = z
	.string()
	.trim()
	.min(1)
	.max(16_384)
	.regex(/^[\x21-\x7e]+$/, "must be the token alone: visible ASCII characters, no spaces")
	.meta({ format: "password", writeOnly: true });

/** Body of `POST /admin/logins/import`: one of the tokens is needed, the refresh token where there is one. */
export const importLoginInput = z.strictObject({
	provider: z.string().min(1).max(64),
	label: labelText.optional().describe("The e-mail address when missing"),
	profileId: z.string().min(1).max(200).optional().describe("Give the tokens to this account instead of linking one"),
	refreshToken: tokenText.optional().describe("Renewed at once, with the operator's OAuth client: the client it was given to"),
	accessToken: tokenText.optional().describe("For a login without a refresh token: it lasts as long as this"),
	expiresAt: z.iso.datetime().optional().describe("When the access token ends; missing where it does not"),
});

const loginStatus = z.enum(["pending", "completed", "failed", "expired", "cancelled"]);

/** A login as the API shows it: never a token, a code or a verifier. */
export const loginView = z.object({
	id: z.string(),
	provider: z.string(),
	method: z.enum(["oauth", "device"]),
	redirect: redirect.optional(),
	status: loginStatus,
	label: z.string().optional(),
	profileId: z.string().optional().describe("The linked account once completed; before that the one to re-authenticate, if any"),
	authorizeUrl: z.string().optional().describe("Where to send the person"),
	redirectUri: z.string().optional().describe("Where the provider sends the browser back to"),
	userCode: z.string().optional(),
	verificationUrl: z.string().optional(),
	verificationUrlComplete: z.string().optional(),
	startedAt: z.iso.datetime(),
	expiresAt: z.iso.datetime(),
	interval: z.number().describe("Seconds to wait between two looks"),
	error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }).optional(),
});
export type LoginView = z.infer<typeof loginView>;
