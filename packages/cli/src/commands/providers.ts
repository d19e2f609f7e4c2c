import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { listAll } from "../client.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { confirm } from "../prompt.ts";
import { facts, plain, table } from "../table.ts";

export interface AddOptions {
	readonly protocol: string;
	readonly baseUrl: string;
	readonly models?: readonly string[];
	readonly auth?: string;
	readonly streaming?: string;
}

export interface SetOptions {
	/** Or `default`. */
	readonly baseUrl?: string;
	readonly planLogins?: boolean;
	readonly protocol?: string;
	readonly models?: readonly string[];
	/** Or `default`. */
	readonly auth?: string;
	/** Or `both`. */
	readonly streaming?: string;
}

const columns = [{ title: "PROVIDER" }, { title: "NAME", shrink: 1 }, { title: "LOGIN BY", shrink: 2 }, { title: "BASE URL", shrink: 3 }];

const loginsOf = ({ methods }: ProviderView): string => methods.map((method) => method.replace("_", "-")).join(", ") || "-";

const rowOf = (provider: ProviderView): readonly string[] => [provider.id, provider.name, loginsOf(provider), provider.baseUrl];

export async function listProviders({ client, json }: Context): Promise<void> {
	const providers = await listAll<ProviderView>(client, "/admin/providers");
	if (json) return printJson(providers);
	print(table(columns, providers.data.map(rowOf), terminalWidth()));
}

const pathOf = (id: string): string => `/admin/providers/${encodeURIComponent(id)}`;

export async function showProvider({ client, json }: Context, id: string): Promise<void> {
	const provider = await client<ProviderView>("GET", pathOf(id));
	if (json) return printJson(provider);
	print(
		facts(
			[
				["provider", provider.id],
				["name", provider.name],
				["also called", provider.aliases.join(", ") || "-"],
				["kind", provider.custom ? "your own" : "built in"],
				["protocol", provider.protocol],
				["base URL", provider.baseUrl || "none yet"],
				["login by", loginsOf(provider)],
				["OAuth client", clientStateOf(provider)],
				["plan logins", planLoginsOf(provider)],
				["models", provider.models.join(", ") || "-"],
				["terms", provider.termsNote ?? "-"],
				["dashboard", provider.dashboardUrl ?? "-"],
			],
			terminalWidth(),
		),
	);
}

function clientStateOf({ id, oauth }: ProviderView): string {
	if (!oauth) return "-";
	if (!oauth.configured)
		return `${oauth.clientId === null ? "none" : "out of date"}: smart-router providers client set ${id} --client-id <id> --secret`;
	return oauth.clientId ?? "issued by the provider at the first sign-in";
}

function planLoginsOf({ id, oauth }: ProviderView): string {
	if (!oauth?.needsSubscriptionLogins) return "-";
	return oauth.subscriptionLogins ? "on" : `off: smart-router providers set ${id} --plan-logins on`;
}

/** Throws `Failure` when there is a provider of this name: it is changed by `set`, never by a slip. */
export async function addProvider({ client, json }: Context, id: string, options: AddOptions): Promise<void> {
	const { data } = await listAll<ProviderView>(client, "/admin/providers");
	if (data.some((known) => known.id === id)) {
		throw new Failure(`There is a provider ${plain(id)} already.`, { hint: `Change it: smart-router providers set ${plain(id)}.` });
	}
	const provider = await client<ProviderView>("PUT", pathOf(id), { ...options });
	if (json) return printJson(provider);
	print(`Added ${plain(provider.id)}. Link an account: smart-router login ${plain(provider.id)} --method api-key`);
}

export async function setProvider({ client, json }: Context, id: string, { planLogins, ...options }: SetOptions): Promise<void> {
	const { baseUrl, auth, streaming } = options;
	const body = {
		...options,
		...(planLogins !== undefined && { subscriptionLogins: planLogins }),
		...(baseUrl === "default" && { baseUrl: null }),
		...(auth === "default" && { auth: null }),
		...(streaming === "both" && { streaming: null }),
	};
	const { id: known } = await client<ProviderView>("GET", pathOf(id));
	const provider = await client<ProviderView>("PUT", pathOf(known), body);
	if (json) return printJson(provider);
	print(`Changed ${plain(provider.id)}.`);
}

export async function removeProvider({ client, json }: Context, id: string, options: { readonly yes?: boolean }): Promise<void> {
	if (!options.yes && !(await confirm(`Remove ${plain(id)}, or put it back as it was built in?`))) return print("Nothing removed.");
	await client("DELETE", pathOf(id));
	if (json) return printJson({ id, removed: true });
	print(`Removed ${plain(id)}.`);
}
