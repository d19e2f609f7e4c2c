import type { OAuthClientView } from "@smart-router/core/provider/oauth-client.schema.ts";
import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { confirm, readSecret } from "../prompt.ts";
import { facts, plain } from "../table.ts";

/** Named as the API names them; `default` instead of a value takes it back. */
export interface ClientOptions {
	readonly clientId?: string;
	/** Ask for it; false: the client has none. */
	readonly secret?: boolean;
	readonly secretStdin?: boolean;
	readonly clientAuth?: string;
	readonly scopes?: readonly string[] | "default";
	readonly redirectUri?: string;
	readonly issuer?: string;
	readonly authorizeUrl?: string;
	readonly tokenUrl?: string;
	readonly deviceUrl?: string;
	readonly revokeUrl?: string;
	readonly userinfoUrl?: string;
}

const pathOf = (provider: string): string => `/admin/providers/${encodeURIComponent(provider)}/oauth-client`;

export async function showClient({ client, json }: Context, provider: string): Promise<void> {
	const shown = await client<OAuthClientView>("GET", pathOf(provider));
	if (json) return printJson(shown);
	print(
		facts(
			[
				["provider", shown.provider],
				["client id", shown.clientId],
				["secret", shown.hasSecret ? `stored, sent by ${shown.clientAuth}` : "none"],
				["register", shown.callbackUrl ?? shown.redirectUri ?? "-"],
				["scopes", shown.scopes.join(" ") || "-"],
				["issuer", shown.issuer ?? "-"],
				["authorize", shown.authorizeUrl ?? "-"],
				["token", shown.tokenUrl],
				["device", shown.deviceUrl ?? "-"],
				["revoke", shown.revokeUrl ?? "-"],
				["userinfo", shown.userinfoUrl ?? "-"],
				["state", shown.outdated ? "out of date: the provider's endpoints have changed, set it again" : "ready"],
			],
			terminalWidth(),
		),
	);
}

/** Sets or changes the client; what is not named stays, the secret too. */
export async function setClient(
	{ client, json }: Context,
	provider: string,
	{ secret, secretStdin = false, ...named }: ClientOptions,
): Promise<void> {
	const fields = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, value === "default" ? null : value]));
	const asked = secretStdin || secret === true;
	const clientSecret = asked ? await readSecret("client secret", { fromStdin: secretStdin, option: "--secret-stdin" }) : null;
	const body = { ...fields, ...((asked || secret === false) && { clientSecret }) };
	const set = await client<OAuthClientView>("PUT", pathOf(provider), body);
	if (json) return printJson(set);
	const register = set.callbackUrl ?? set.redirectUri;
	print(`Set the OAuth client of ${plain(set.provider)} (${set.hasSecret ? "with a secret" : "without a secret"}).`);
	if (register !== null) print(`Register this redirect address there: ${plain(register)}`);
}

export async function removeClient({ client, json }: Context, provider: string, options: { readonly yes?: boolean }): Promise<void> {
	const question = `Remove the OAuth client of ${plain(provider)}? Nobody can sign in there then.`;
	if (!options.yes && !(await confirm(question))) return print("Nothing removed.");
	await client("DELETE", pathOf(provider));
	if (json) return printJson({ provider, removed: true });
	print(`Removed the OAuth client of ${plain(provider)}.`);
}
