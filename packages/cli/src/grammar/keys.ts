import type { Command } from "commander";
import type { CreateOptions, EditOptions } from "../commands/keys.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";
import { refuseUnknown } from "./unknown.ts";
import { budget, budgetOrNone, expiry, list, listOrAll, wholeNumber, wholeNumberOrNone } from "./values.ts";

const commands = () => import("../commands/keys.ts");

export function addKeys(program: Command): void {
	const keys = program.command("keys").description("the API keys that clients and admins hold");
	tell(keys, { examples: ["keys", "keys create ci --scopes proxy --requests-per-minute 60", "keys revoke key_0mw4x"] });
	const listed = keys
		.command("list", { isDefault: true })
		.description("every key with its scopes and limits, never the key itself (default)")
		.allowExcessArguments()
		.option("--all", "revoked and expired ones too")
		.action(async (options: { all?: boolean }, command: Command) => {
			refuseUnknown(keys, command);
			await (await commands()).listKeys(contextOf(command), options);
		});
	tell(listed, { examples: ["keys list", "keys list --all"], json: "{ data: ApiKey[], nextCursor }" });
	const create = keys
		.command("create")
		.argument("<name>", "what it is for")
		.description("make a key; it is shown once")
		.option("--scopes <a,b>", "proxy, accounts:read, accounts:write, admin", list, ["proxy"])
		.option("--providers <a,b>", "only these providers", list)
		.option("--models <a,b>", "only these models", list)
		.option("--profiles <a,b>", "only these accounts", list)
		.option("--requests-per-minute <n>", "more are refused with 429", wholeNumber)
		.option("--budget <amount>", "such as 20usd/month or 1000000tokens/day; more is refused with 429", budget)
		.option("--expires <when>", "in days (30d), or a date (2030-01-31)", (text) => expiry(text))
		.action(async (name: string, options: CreateOptions, command: Command) =>
			(await commands()).createKey(contextOf(command), name, options),
		);
	tell(create, {
		examples: ["keys create laptop", "keys create ci --scopes proxy --requests-per-minute 60 --expires 30d"],
		json: "ApiKey with the field key",
	});
	const edit = keys
		.command("edit")
		.argument("<keyId>", "as shown by `keys`")
		.description("change a key's name, scopes, limits or expiry; what is not named stays")
		.option("--name <text>", "what it is for")
		.option("--scopes <a,b>", "proxy, accounts:read, accounts:write, admin", list)
		.option("--providers <a,b>", "only these providers; or `all`", listOrAll)
		.option("--models <a,b>", "only these models; or `all`", listOrAll)
		.option("--profiles <a,b>", "only these accounts; or `all`", listOrAll)
		.option("--requests-per-minute <n>", "more are refused with 429; or `none`", wholeNumberOrNone)
		.option("--budget <amount>", "such as 20usd/month; or `none`", budgetOrNone)
		.option("--expires <when>", "in days, a date, or `never`", (text) => (text === "never" ? text : expiry(text)))
		.action(async (keyId: string, options: EditOptions, command: Command) => {
			if (Object.keys(options).length === 0) command.error("name what is to change, e.g. --requests-per-minute 60");
			await (await commands()).editKey(contextOf(command), keyId, options);
		});
	tell(edit, {
		examples: ["keys edit key_0mw4x --requests-per-minute 120", "keys edit key_0mw4x --providers all --expires never"],
		json: "ApiKey",
	});
	const revoke = keys
		.command("revoke")
		.argument("<keyId>", "as shown by `keys`")
		.description("end a key for good, everywhere within 10 seconds")
		.option("-y, --yes", "do not ask")
		.action(async (keyId: string, options: { yes?: boolean }, command: Command) =>
			(await commands()).revokeKey(contextOf(command), keyId, options),
		);
	tell(revoke, { examples: ["keys revoke key_0mw4x", "keys revoke key_0mw4x --yes"], json: "{ keyId, revoked }" });
}
