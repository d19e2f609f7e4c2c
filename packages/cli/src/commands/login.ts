import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { hasBrowser } from "../login/browser.ts";
import { loginAtGateway } from "../login/by-gateway.ts";
import { type Method, wayOf } from "../login/way.ts";
import { print, printJson } from "../output.ts";
import { canAsk, confirm, readSecret } from "../prompt.ts";
import { plain } from "../table.ts";

export interface LoginOptions {
	readonly method?: Method;
	readonly label?: string;
	/** The account to re-authenticate. */
	readonly profile?: string;
	/** False with `--no-browser`. */
	readonly browser: boolean;
	readonly apiKeyStdin?: boolean;
	readonly baseUrl?: string;
	/** Replace the key of an account of that label without asking. */
	readonly yes?: boolean;
	/** Only there to be refused. */
	readonly apiKey?: unknown;
}

/** Links an account, or signs in anew for one; the gateway verifies the credential with a real call before it saves anything. */
export async function login(context: Context, provider: string, options: LoginOptions): Promise<void> {
	if (options.apiKey !== undefined) {
		throw new Failure("An API key is never taken as an argument: other users of this machine could read it.", {
			hint: "Type it at the prompt, or pipe it in with --api-key-stdin. Consider the key you just typed as seen.",
			exitCode: 2,
		});
	}
	const { client, json } = context;
	const account = await linked(context, provider, options);
	const shown = typeof account === "string" ? await client<AccountView>("GET", pathOf(account)) : account;
	if (json) return printJson(shown);
	print(`Linked ${plain(shown.profileId)} (${plain(shown.state)}).`);
}

const pathOf = (profileId: string): string => `/admin/accounts/${encodeURIComponent(profileId)}`;

/** The account, or its profile id. */
async function linked({ client }: Context, name: string, options: LoginOptions): Promise<AccountView | string> {
	const hasKey = options.apiKeyStdin === true || options.baseUrl !== undefined;
	if (options.method === "api-key" || (options.method === undefined && hasKey)) return byKey(client, name, options);
	if (options.method === undefined && options.profile !== undefined) {
		const { method } = await client<AccountView>("GET", pathOf(options.profile));
		if (method === "api_key") return byKey(client, name, options);
	}
	const provider = await client<ProviderView>("GET", `/admin/providers/${encodeURIComponent(name)}`);
	const browser = options.browser && hasBrowser();
	const way = wayOf(provider, { hasKey, browser, ...(options.method && { method: options.method }) });
	if (way === "api-key") return byKey(client, name, options);
	const fields = {
		...(options.label !== undefined && { label: options.label }),
		...(options.profile !== undefined && { profileId: options.profile }),
	};
	return loginAtGateway({ client, provider, way, browser, fields });
}

async function byKey(client: Context["client"], provider: string, options: LoginOptions): Promise<AccountView> {
	const apiKey = await readSecret("API key", { fromStdin: options.apiKeyStdin === true, option: "--api-key-stdin" });
	const key = { apiKey, ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }) };
	if (options.profile !== undefined) return replaceKey(client, options.profile, key);
	const label = options.label === undefined ? {} : { label: options.label };
	try {
		return await client<AccountView>("POST", "/admin/accounts", { provider, method: "api_key", ...key, ...label });
	} catch (error) {
		if (!(error instanceof Failure && error.details["code"] === "account_exists") || options.label === undefined) throw error;
		if (!options.yes && !canAsk()) throw error;
		const { id } = await client<ProviderView>("GET", `/admin/providers/${encodeURIComponent(provider)}`);
		const profileId = `${id}:${options.label}`;
		if (options.yes || (await confirm(`${plain(profileId)} is linked already. Replace its key?`)))
			return replaceKey(client, profileId, key);
		throw new Failure("Nothing was changed.", { hint: "Choose another --label to link a second account." });
	}
}

const replaceKey = (client: Context["client"], profileId: string, key: { readonly apiKey: string; readonly baseUrl?: string }) =>
	client<AccountView>("POST", `${pathOf(profileId)}/credential`, key);
