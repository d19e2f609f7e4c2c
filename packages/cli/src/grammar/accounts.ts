import type { Command } from "commander";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addAccounts(program: Command): void {
	const accounts = program.command("accounts").description("list and remove linked accounts");
	tell(accounts, { examples: ["accounts", "accounts --json", "accounts remove antigravity:work"] });
	const list = accounts
		.command("list", { isDefault: true })
		.description("provider, profile id, state and e-mail of every account (default)")
		.allowExcessArguments()
		.action(async (_options: unknown, command: Command) => {
			if (command.args.length > 0) accounts.error(`unknown command '${command.args[0]}'\n(Did you mean one of list, remove?)`);
			await (await import("../commands/accounts.ts")).listAccounts(contextOf(command));
		});
	tell(list, { examples: ["accounts list"], json: "{ data: Account[], nextCursor }" });
	const remove = accounts
		.command("remove")
		.argument("<profileId>", "as shown by `accounts`, e.g. antigravity:work")
		.description("remove an account and its credential")
		.option("-y, --yes", "do not ask")
		.action(async (profileId: string, options: { yes?: boolean }, command: Command) =>
			(await import("../commands/accounts.ts")).removeAccount(contextOf(command), profileId, options),
		);
	tell(remove, { examples: ["accounts remove antigravity:work", "accounts remove openai:old --yes"], json: "{ profileId, removed }" });
}
