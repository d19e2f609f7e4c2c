import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import type { Client, Fields } from "../client.ts";
import { Failure } from "../failure.ts";
import type { OldAccount, OldCredential } from "./old-store.ts";

export interface ImportOptions {
	/** Look only. */
	readonly dryRun?: boolean;
	/** Give what is linked already the file's key or tokens. */
	readonly replace?: boolean;
}

/** What became of an account of the file, or with `--dry-run` would become. */
export interface Imported {
	readonly profileId: string;
	readonly kind: OldCredential["kind"];
	readonly outcome: "linked" | "replaced" | "skipped" | "failed";
	/** The account's state, or why nothing was done, and what to do. */
	readonly state?: string;
	readonly message?: string;
	readonly hint?: string;
}

const pathOf = (profileId: string): string => `/admin/accounts/${encodeURIComponent(profileId)}`;

/** Links one account of the file at the gateway, which verifies it first like any other. Never throws for what is wrong with one account. */
export async function importAccount(client: Client, account: OldAccount, { dryRun, replace }: ImportOptions): Promise<Imported> {
	const { provider, label, credential } = account;
	let profileId = `${provider}:${label}`;
	if (credential.kind === "none") {
		const hint = `Link it anew: smart-router login ${provider} --label ${label}`;
		return { profileId, kind: "none", outcome: "failed", message: credential.why, hint };
	}
	const { kind } = credential;
	try {
		const { id } = await client<ProviderView>("GET", `/admin/providers/${encodeURIComponent(provider)}`);
		profileId = `${id}:${label}`;
		const exists = await isLinked(client, profileId);
		if (exists && !replace) return { profileId, kind, outcome: "skipped", message: "It is linked already; --replace gives it the file's." };
		const outcome = exists ? "replaced" : "linked";
		if (dryRun) return { profileId, kind, outcome };
		const [path, body] = exists ? replacing(id, profileId, credential) : linking(id, label, credential);
		const { profileId: linkedAs, state } = await client<AccountView>("POST", path, body);
		return { profileId: linkedAs, kind, outcome, state };
	} catch (error) {
		// Without a gateway, or with a key that it does not know, no other account fares better.
		if (!(error instanceof Failure) || [undefined, "authentication_error"].includes(error.details["type"] as string)) throw error;
		return { profileId, kind, outcome: "failed", message: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
	}
}

type Usable = Exclude<OldCredential, { readonly kind: "none" }>;
type Asked = readonly [path: string, body: Fields];

const linking = (provider: string, label: string, credential: Usable): Asked =>
	credential.kind === "api_key"
		? ["/admin/accounts", { provider, label, method: "api_key", apiKey: credential.apiKey }]
		: ["/admin/logins/import", { provider, label, ...tokensOf(credential) }];

const replacing = (provider: string, profileId: string, credential: Usable): Asked =>
	credential.kind === "api_key"
		? [`${pathOf(profileId)}/credential`, { apiKey: credential.apiKey }]
		: ["/admin/logins/import", { provider, profileId, ...tokensOf(credential) }];

const tokensOf = ({ kind: _kind, ...tokens }: Extract<Usable, { readonly kind: "login" }>): Fields => tokens;

async function isLinked(client: Client, profileId: string): Promise<boolean> {
	try {
		await client("GET", pathOf(profileId));
		return true;
	} catch (error) {
		if (error instanceof Failure && error.details["code"] === "account_not_found") return false;
		throw error;
	}
}
