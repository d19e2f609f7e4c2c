import { type Command, Option } from "commander";
import type { EditOptions, ListOptions } from "../commands/accounts.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";
import { refuseUnknown } from "./unknown.ts";
import { listOrAll, wholeNumber, wholeNumberOrNone, zeroOrMore } from "./values.ts";

const commands = () => import("../commands/accounts.ts");
const profile = ["<profileId>", "as shown by `accounts`, e.g. antigravity:work"] as const;

export function addAccounts(program: Command): void {
	const accounts = program.command("accounts").description("list, verify, pause, edit and remove linked accounts; rotate a pool");
	tell(accounts, { examples: ["accounts", "accounts --watch", "accounts show openai:work", "accounts remove antigravity:work"] });
	addList(accounts);
	addChanges(accounts);
}

function addList(accounts: Command): void {
	const list = accounts
		.command("list", { isDefault: true })
		.description("provider, profile id, state and e-mail of every account (default)")
		.allowExcessArguments()
		.option("--provider <provider>", "only accounts of this provider")
		.addOption(
			new Option("--status <status>", "only accounts of this status").choices(["verified", "cooldown", "expired", "error", "disabled"]),
		)
		.option("--wide", "uses, last use and the end of the cooldown too")
		.option("--watch", "stay and show changes as they come; Ctrl-C ends it")
		.addOption(new Option("--interval <seconds>", "how often --watch looks").argParser(wholeNumber).default(2))
		.action(async (options: ListOptions, command: Command) => {
			refuseUnknown(accounts, command);
			await (await commands()).listAccounts(contextOf(command), options);
		});
	tell(list, {
		examples: ["accounts list --provider openai", "accounts --wide", "accounts --watch --interval 5"],
		json: "{ data: Account[], nextCursor }; with --watch one such object a line whenever something changed",
	});
	const show = accounts
		.command("show")
		.argument(...profile)
		.description("everything that is known of an account, never its secret")
		.action(async (profileId: string, _options: unknown, command: Command) =>
			(await commands()).showAccount(contextOf(command), profileId),
		);
	tell(show, { examples: ["accounts show openai:work"], json: "Account" });
}

function addChanges(accounts: Command): void {
	const verify = accounts
		.command("verify")
		.argument(...profile)
		.description("check an account's credential with a real call to its provider")
		.action(async (profileId: string, _options: unknown, command: Command) =>
			(await commands()).verifyAccount(contextOf(command), profileId),
		);
	tell(verify, { examples: ["accounts verify openai:work"], json: "Account" });
	for (const [name, enabled, what] of [
		["enable", true, "let an account take part in the rotation again"],
		["disable", false, "keep an account out of the rotation; nothing of it is lost"],
	] as const) {
		const command = accounts
			.command(name)
			.argument(...profile)
			.description(what)
			.action(async (profileId: string, _options: unknown, command: Command) =>
				(await commands()).editAccount(contextOf(command), profileId, { enabled }),
			);
		tell(command, { examples: [`accounts ${name} openai:work`], json: "Account" });
	}
	const rotate = accounts
		.command("rotate")
		.argument("<provider>", "the pool, e.g. openai")
		.description("make the next available account of a provider its primary")
		.action(async (provider: string, _options: unknown, command: Command) => (await commands()).rotatePool(contextOf(command), provider));
	tell(rotate, { examples: ["accounts rotate antigravity"], json: "{ previous, primary }" });
	const edit = accounts
		.command("edit")
		.argument(...profile)
		.description("change an account's settings")
		.option("--name <text>", "the name people see; an empty one takes it away")
		.option("--priority <n>", "lower goes first under failover-only", zeroOrMore)
		.option("--tags <a,b>", "replace its tags; none with an empty text", (text) => (text === "" ? [] : text.split(",")))
		.option("--models <a,b>", "model ids it may serve, or `all`", listOrAll)
		.option("--max-concurrency <n>", "attempts at once, or `none`", wholeNumberOrNone)
		.action(async (profileId: string, options: EditOptions, command: Command) => {
			if (Object.keys(options).length === 0) command.error("name what is to change, e.g. --priority 1");
			await (await commands()).editAccount(contextOf(command), profileId, options);
		});
	tell(edit, {
		examples: ["accounts edit openai:work --priority 1 --tags team,eu", "accounts edit openai:work --models all --name Work"],
		json: "Account",
	});
	const remove = accounts
		.command("remove")
		.argument(...profile)
		.description("remove an account and its credential; past usage stays")
		.option("-y, --yes", "do not ask")
		.action(async (profileId: string, options: { yes?: boolean }, command: Command) =>
			(await commands()).removeAccount(contextOf(command), profileId, options),
		);
	tell(remove, { examples: ["accounts remove antigravity:work", "accounts remove openai:old --yes"], json: "{ profileId, removed }" });
}
