import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { listAll } from "../client.ts";
import type { Context } from "../context.ts";
import { paint, print, printJson, terminalWidth } from "../output.ts";
import { confirm } from "../prompt.ts";
import { plain, table } from "../table.ts";

const columns = [{ title: "PROVIDER", shrink: 1 }, { title: "PROFILE ID", shrink: 2 }, { title: "STATE" }, { title: "E-MAIL", shrink: 3 }];
const colourOf: Readonly<Record<string, "green" | "yellow" | "red">> = {
	active: "green",
	cooldown: "yellow",
	expired: "red",
	error: "red",
};

export async function listAccounts({ client, json }: Context): Promise<void> {
	const accounts = await listAll<AccountView>(client, "/admin/accounts");
	if (json) return printJson(accounts);
	if (accounts.data.length === 0) return print("No accounts yet. Link one: smart-router login openai --method api-key --label work");
	const rows = accounts.data.map(({ provider, profileId, state, email }) => [provider, profileId, state, email ?? "-"]);
	const painted = (text: string, column: number) => (column === 2 ? paint(colourOf[text] ?? "dim", text) : text);
	print(table(columns, rows, terminalWidth(), painted));
}

export async function removeAccount({ client, json }: Context, profileId: string, options: { readonly yes?: boolean }): Promise<void> {
	if (!options.yes && !(await confirm(`Remove ${plain(profileId)} and its credential?`))) return print("Nothing removed.");
	await client("DELETE", `/admin/accounts/${encodeURIComponent(profileId)}`);
	if (json) return printJson({ profileId, removed: true });
	print(`Removed ${plain(profileId)}.`);
}
