import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { Page } from "@smart-router/core/page.schema.ts";
import { type Client, listAll, queryOf } from "../client.ts";
import type { Context } from "../context.ts";
import { paint, print, printJson, terminalWidth } from "../output.ts";
import { confirm } from "../prompt.ts";
import { type Column, facts, plain, table } from "../table.ts";
import { distance } from "../time.ts";
import { watch } from "../watch.ts";

export interface ListOptions {
	readonly provider?: string;
	readonly status?: string;
	readonly wide?: boolean;
	readonly watch?: boolean;
	/** Seconds. */
	readonly interval: number;
}

export interface EditOptions {
	readonly enabled?: boolean;
	readonly name?: string;
	readonly priority?: number;
	readonly tags?: readonly string[];
	readonly models?: readonly string[] | "all";
	readonly maxConcurrency?: number | "none";
}

const usual: readonly Column[] = [
	{ title: "PROVIDER", shrink: 1 },
	{ title: "PROFILE ID", shrink: 2 },
	{ title: "STATE" },
	{ title: "E-MAIL", shrink: 3 },
];
const more: readonly Column[] = [{ title: "USES" }, { title: "LAST USED" }, { title: "RESTS" }];
const stateColumn = 2;
const colourOf: Readonly<Record<string, "green" | "yellow" | "red">> = {
	active: "green",
	cooldown: "yellow",
	expired: "red",
	error: "red",
};

export async function listAccounts({ client, json }: Context, options: ListOptions): Promise<void> {
	const wide = options.wide === true || options.watch === true;
	const path = `/admin/accounts${queryOf({ provider: options.provider, status: options.status })}`;
	const show = (page: Page<AccountView>): string => listOf(page.data, wide, Date.now());
	if (options.watch) return watch({ everyMs: options.interval * 1000, json, read: () => listAll<AccountView>(client, path), show });
	const page = await listAll<AccountView>(client, path);
	if (json) return printJson(page);
	print(show(page));
}

function listOf(accounts: readonly AccountView[], wide: boolean, now: number): string {
	if (accounts.length === 0) return "No accounts yet. Link one: smart-router login openai --method api-key --label work";
	const rows = accounts.map((account) => {
		const { provider, profileId, state, email, uses, lastUsedAt } = account;
		const row = [provider, profileId, state, email ?? "-"];
		return wide ? [...row, String(uses), distance(lastUsedAt, now), restOf(account, now)] : row;
	});
	const painted = (text: string, column: number) => (column === stateColumn ? paint(colourOf[text] ?? "dim", text) : text);
	return table(wide ? [...usual, ...more] : usual, rows, terminalWidth(), painted);
}

/** When the account, or the first of its models, can be used again. */
function restOf({ cooldowns }: AccountView, now: number): string {
	const whole = cooldowns.find(({ scope }) => scope === "*");
	if (whole) return distance(whole.until, now);
	return cooldowns.length === 0 ? "-" : `${cooldowns.length === 1 ? "1 model" : `${cooldowns.length} models`}`;
}

/** How an account gets to where its provider is now. */
const renewalOf = ({ provider, profileId, method }: AccountView): string =>
	`linked to the old one; smart-router login ${provider}${method === "api_key" ? " --method api-key" : ""} --profile ${profileId}`;

const pathOf = (profileId: string): string => `/admin/accounts/${encodeURIComponent(profileId)}`;

export async function showAccount({ client, json }: Context, profileId: string): Promise<void> {
	const account = await client<AccountView>("GET", pathOf(profileId));
	if (json) return printJson(account);
	const now = Date.now();
	const time = (at: string | null) => (at === null ? "never" : `${at} (${distance(at, now)})`);
	const { cooldowns, statusMessage } = account;
	print(
		facts(
			[
				["profile id", account.profileId],
				["name", account.displayName ?? "-"],
				["state", statusMessage === null ? account.state : `${account.state}: ${statusMessage}`],
				["provider", `${account.provider} at ${account.baseUrl}`],
				...(account.addressMoved ? [["address", renewalOf(account)] as const] : []),
				["login by", account.method.replace("_", "-")],
				["e-mail", account.email ?? "-"],
				["primary", account.primary ? "yes" : "no"],
				["priority", String(account.priority)],
				["tags", account.tags.join(", ") || "-"],
				["models", account.models?.join(", ") ?? "all"],
				["at once", account.maxConcurrency === null ? "no cap" : String(account.maxConcurrency)],
				["uses", `${account.uses} in the last hours`],
				["last used", time(account.lastUsedAt)],
				["verified", time(account.lastVerifiedAt)],
				["token ends", account.tokenExpiresAt === null ? "-" : time(account.tokenExpiresAt)],
				["failures", `${account.consecutiveErrors} in a row`],
				...cooldowns.map(({ scope, until, reason }) => ["rests", `${scope} ${distance(until, now)}: ${reason}`] as const),
				["linked", time(account.createdAt)],
			],
			terminalWidth(),
		),
	);
}

export async function verifyAccount({ client, json }: Context, profileId: string): Promise<void> {
	const account = await client<AccountView>("POST", `${pathOf(profileId)}/verify`);
	if (json) return printJson(account);
	print(`${plain(account.profileId)} works (${plain(account.state)}).`);
}

export async function editAccount({ client, json }: Context, profileId: string, options: EditOptions): Promise<void> {
	const { name, models, maxConcurrency: cap, ...settings } = options;
	const body = {
		...settings,
		...(name === undefined ? {} : { displayName: name === "" ? null : name }),
		...(models === undefined ? {} : { models: models === "all" ? null : models }),
		...(cap === undefined ? {} : { maxConcurrency: cap === "none" ? null : cap }),
	};
	const account = await client<AccountView>("PATCH", pathOf(profileId), body);
	if (json) return printJson(account);
	print(`Changed ${plain(account.profileId)} (${plain(account.state)}).`);
}

export async function rotatePool({ client, json }: Context, provider: string): Promise<void> {
	const answer = await rotate(client, provider);
	if (json) return printJson(answer);
	print(`${plain(answer.primary)} is next${answer.previous === null ? "" : `, after ${plain(answer.previous)}`}.`);
}

const rotate = (client: Client, provider: string) =>
	client<{ previous: string | null; primary: string }>("POST", `/admin/pools/${encodeURIComponent(provider)}/rotate`);

export async function removeAccount({ client, json }: Context, profileId: string, options: { readonly yes?: boolean }): Promise<void> {
	if (!options.yes && !(await confirm(`Remove ${plain(profileId)} and its credential? Past usage stays.`)))
		return print("Nothing removed.");
	await client("DELETE", pathOf(profileId));
	if (json) return printJson({ profileId, removed: true });
	print(`Removed ${plain(profileId)}.`);
}
