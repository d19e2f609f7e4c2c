import type { ApiKeyView, CreatedKey } from "@smart-router/core/api-key/api-key.schema.ts";
import { limitsInWords } from "@smart-router/core/api-key/limits-in-words.schema.ts";
import { listAll } from "../client.ts";
import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { confirm } from "../prompt.ts";
import { plain, table } from "../table.ts";
import { distance } from "../time.ts";

type Budget = NonNullable<ApiKeyView["budget"]>;

export interface CreateOptions {
	readonly scopes: readonly string[];
	readonly providers?: readonly string[];
	readonly models?: readonly string[];
	readonly profiles?: readonly string[];
	readonly requestsPerMinute?: number;
	readonly budget?: Budget;
	/** ISO 8601. */
	readonly expires?: string;
}

export interface EditOptions {
	readonly name?: string;
	readonly scopes?: readonly string[];
	readonly providers?: readonly string[] | "all";
	readonly models?: readonly string[] | "all";
	readonly profiles?: readonly string[] | "all";
	readonly requestsPerMinute?: number | "none";
	readonly budget?: Budget | "none";
	/** ISO 8601, or `never`. */
	readonly expires?: string;
}

const columns = [
	{ title: "KEY ID", shrink: 1 },
	{ title: "NAME", shrink: 3 },
	{ title: "KEY" },
	{ title: "SCOPES", shrink: 4 },
	{ title: "LIMITS", shrink: 5 },
	{ title: "EXPIRES" },
];

export async function listKeys({ client, json }: Context, { all }: { readonly all?: boolean }): Promise<void> {
	const now = Date.now();
	const keys = await listAll<ApiKeyView>(client, "/admin/keys");
	const page = all ? keys : { ...keys, data: keys.data.filter((key) => isLive(key, now)) };
	if (json) return printJson(page);
	print(
		page.data.length === 0
			? "No keys."
			: table(
					columns,
					page.data.map((key) => rowOf(key, now)),
					terminalWidth(),
				),
	);
}

const isLive = ({ revokedAt, expiresAt }: ApiKeyView, now: number): boolean =>
	revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now);

const rowOf = (key: ApiKeyView, now: number): readonly string[] => [
	key.keyId,
	key.name,
	`${key.prefix}…${key.last4}`,
	key.scopes.join(" "),
	limitsInWords(key).join("; ") || "-",
	key.revokedAt !== null ? "revoked" : key.expiresAt === null ? "never" : distance(key.expiresAt, now),
];

/** The key alone goes to stdout, so that `> file` keeps it and nothing else; what people want to know goes to stderr. */
export async function createKey({ client, json }: Context, name: string, { expires, ...limits }: CreateOptions): Promise<void> {
	const key = await client<CreatedKey>("POST", "/admin/keys", {
		name,
		...limits,
		...(expires === undefined ? {} : { expiresAt: expires }),
	});
	if (json) return printJson(key);
	process.stderr.write(`Made ${plain(key.keyId)} (${plain(key.scopes.join(", "))}). It is shown this once:\n`);
	print(plain(key.key));
}

/** The words for no limit; a name may be any word. */
const isNoLimit = (field: string, value: unknown): boolean =>
	field !== "name" && (value === "all" || value === "none" || value === "never");

export async function editKey({ client, json }: Context, keyId: string, { expires, ...options }: EditOptions): Promise<void> {
	const given = Object.entries({ ...options, ...(expires === undefined ? {} : { expiresAt: expires }) });
	const body = Object.fromEntries(given.map(([field, value]) => [field, isNoLimit(field, value) ? null : value]));
	const key = await client<ApiKeyView>("PATCH", `/admin/keys/${encodeURIComponent(keyId)}`, body);
	if (json) return printJson(key);
	print(`Changed ${plain(key.keyId)}.`);
}

export async function revokeKey({ client, json }: Context, keyId: string, options: { readonly yes?: boolean }): Promise<void> {
	if (!options.yes && !(await confirm(`Revoke ${plain(keyId)}? Whoever uses it is locked out.`))) return print("Nothing revoked.");
	await client("DELETE", `/admin/keys/${encodeURIComponent(keyId)}`);
	if (json) return printJson({ keyId, revoked: true });
	print(`Revoked ${plain(keyId)}.`);
}
