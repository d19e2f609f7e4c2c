import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { listAll, queryOf } from "../client.ts";
import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { plain, table } from "../table.ts";
import { distance } from "../time.ts";

export interface ResetOptions {
	readonly provider?: string;
}

const columns = [{ title: "PROFILE ID", shrink: 1 }, { title: "SCOPE", shrink: 2 }, { title: "ENDS" }, { title: "REASON", shrink: 3 }];

export async function listCooldowns({ client, json }: Context, { provider }: ResetOptions): Promise<void> {
	const { data } = await listAll<AccountView>(client, `/admin/accounts${queryOf({ provider })}`);
	const resting = data.flatMap(({ profileId, cooldowns }) => cooldowns.map((cooldown) => ({ profileId, ...cooldown })));
	if (json) return printJson({ data: resting, nextCursor: null });
	if (resting.length === 0) return print("Nothing rests.");
	const now = Date.now();
	const rows = resting.map(({ profileId, scope, until, reason, status }) => [
		profileId,
		scope === "*" ? "whole account" : scope,
		distance(until, now),
		status === 0 ? reason : `${reason} (${status})`,
	]);
	print(table(columns, rows, terminalWidth()));
}

export async function resetCooldowns({ client, json }: Context, profileId: string | undefined, { provider }: ResetOptions): Promise<void> {
	if (profileId !== undefined) {
		const account = await client<AccountView>("DELETE", `/admin/accounts/${encodeURIComponent(profileId)}/cooldowns`);
		return json ? printJson(account) : print(`Ended the cooldowns of ${plain(profileId)} (${plain(account.state)}).`);
	}
	const answer = await client<{ cleared: number }>("DELETE", `/admin/cooldowns${queryOf({ provider })}`);
	if (json) return printJson(answer);
	const count = answer.cleared === 1 ? "1 cooldown" : `${answer.cleared} cooldowns`;
	print(`Ended ${count}${provider === undefined ? "" : ` of ${plain(provider)}`}.`);
}
