import type { Context } from "../context.ts";
import { print, printJson } from "../output.ts";
import { plain } from "../table.ts";

export async function resetCooldowns({ client, json }: Context, options: { readonly provider?: string }): Promise<void> {
	const query = options.provider === undefined ? "" : `?provider=${encodeURIComponent(options.provider)}`;
	const answer = await client<{ cleared: number }>("DELETE", `/admin/cooldowns${query}`);
	if (json) return printJson(answer);
	print(
		`Ended ${answer.cleared === 1 ? "1 cooldown" : `${answer.cleared} cooldowns`}${options.provider === undefined ? "" : ` of ${plain(options.provider)}`}.`,
	);
}
