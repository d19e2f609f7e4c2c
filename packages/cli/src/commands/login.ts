import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { hasBrowser } from "../login/browser.ts";
import { loginAtGateway } from "../login/by-gateway.ts";
import { type Method, wayOf } from "../login/way.ts";
import { print, printJson } from "../output.ts";
import { readSecret } from "../prompt.ts";
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
	const shown = typeof account === "string" ? await client<AccountView>("GET", `/admin/accounts/${encodeURIComponent(account)}`) : account;
	if (json) return printJson(shown);
	print(`Linked ${plain(shown.profileId)} (${plain(shown.state)}).`);
}

/** The account, or its profile id. */
async function linked({ client }: Context, name: string, options: LoginOptions): Promise<AccountView | string> {
	const hasKey = options.apiKeyStdin === true || options.baseUrl !== undefined;
	if (options.method === "api-key" || (options.method === undefined && hasKey)) return byKey(client, name, options);
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
	const address = options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl };
	if (options.profile !== undefined) {
		return client<AccountView>("POST", `/admin/accounts/${encodeURIComponent(options.profile)}/credential`, { apiKey, ...address });
	}
	const label = options.label === undefined ? {} : { label: options.label };
	return client<AccountView>("POST", "/admin/accounts", { provider, method: "api_key", apiKey, ...label, ...address });
}
