import type { Context } from "../context.ts";
import { print, printJson } from "../output.ts";
import { plain } from "../table.ts";

export async function resetCooldowns({ client, json }: Context, options: { readonly provider?: string }): Promise<void> {
	const query = options.provider === undefined ? "" : `?provider=${encodeURIComponent(options.provider)}`;
	const answer = await client("DELETE", `/admin/cooldowns${query}`);
	if (json) return printJson(answer);
	print(`Cooldowns of ${options.provider === undefined ? "all accounts" : `all ${plain(options.provider)} accounts`} are cleared.`);
}
