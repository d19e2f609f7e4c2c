import { Argument, Command, InvalidArgumentError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { LoginOptions } from "./commands/login.ts";
import type { SettingsOptions } from "./commands/settings.ts";
import { type Context, type GlobalOptions, makeContext } from "./context.ts";
import { Failure } from "./failure.ts";
import { printFailure } from "./output.ts";

function wholeNumber(text: string): number {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, one or more.");
	return Number(text);
}

const examples = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  $ smart-router ${line}`).join("\n")}\n`;

/** Commander's words, its suggestion as the hint. A value given with an unknown option is not repeated: it may be a secret. */
function usageFailure(text: string): Failure {
	const [message = "", suggestion] = text
		.replace(/^error: /, "")
		.replace(/(--[\w-]+)=[^\s']*/g, "$1")
		.trim()
		.split("\n");
	return new Failure(message, { exitCode: 2, ...(suggestion ? { hint: suggestion.replace(/^\((.*)\)$/, "$1") } : {}) });
}

const contextOf = (command: Command): Context => makeContext(command.optsWithGlobals<GlobalOptions>());

/** The command line's grammar and help. What a command does is loaded when it runs, so that help and version start fast. */
export function makeProgram(json: boolean): Command {
	const program = new Command("smart-router")
		.description("One endpoint over many accounts at many AI providers: manage its accounts and rotation.")
		.version(manifest.version, "-V, --version", "print the version")
		.option("--json", "print JSON, errors too")
		.option("--url <url>", "address of the gateway (default: SMART_ROUTER_URL, then the configuration file)")
		.helpOption("-h, --help", "show help")
		.helpCommand("help [command]", "show help of a command")
		.configureOutput({ outputError: (text) => printFailure(usageFailure(text), json) })
		.exitOverride()
		.addHelpText(
			"after",
			examples(
				"login openai --method api-key --label work",
				"accounts",
				"accounts remove openai:work",
				"settings openai --strategy least-used",
			),
		);
	addAccounts(program);
	addLogin(program);
	addCooldowns(program);
	addSettings(program);
	addPlain(program);
	return program;
}

function addAccounts(program: Command): void {
	const accounts = program
		.command("accounts")
		.description("list and remove linked accounts")
		.addHelpText("after", examples("accounts", "accounts --json", "accounts remove antigravity:work"));
	accounts
		.command("list", { isDefault: true })
		.description("provider, profile id, state and e-mail of every account (default)")
		.allowExcessArguments()
		.addHelpText("after", examples("accounts list"))
		.action(async (_options: unknown, command: Command) => {
			if (command.args.length > 0) accounts.error(`unknown command '${command.args[0]}'\n(Did you mean one of list, remove?)`);
			await (await import("./commands/accounts.ts")).listAccounts(contextOf(command));
		});
	accounts
		.command("remove")
		.argument("<profileId>", "as shown by `accounts`, e.g. antigravity:work")
		.description("remove an account and its credential")
		.option("-y, --yes", "do not ask")
		.addHelpText("after", examples("accounts remove antigravity:work", "accounts remove openai:old --yes"))
		.action(async (profileId: string, options: { yes?: boolean }, command: Command) =>
			(await import("./commands/accounts.ts")).removeAccount(contextOf(command), profileId, options),
		);
}

function addLogin(program: Command): void {
	program
		.command("login")
		.argument("<provider>", "see `smart-router providers`")
		.description("link an account; its key is verified before it is saved")
		.option("--method <method>", "api-key (others come with OAuth support)", "api-key")
		.option("--label <label>", "second half of the profile id, e.g. work")
		.option("--api-key-stdin", "read the key from stdin instead of asking for it")
		.option("--base-url <url>", "another address of the provider")
		.addOption(new Option("--api-key [key]").hideHelp())
		.addHelpText(
			"after",
			examples(
				"login openai --method api-key --label work",
				"login anthropic --label ci --api-key-stdin < key.txt",
				"login openai --label lab --base-url https://llm.example/v1",
			),
		)
		.action(async (provider: string, options: LoginOptions, command: Command) =>
			(await import("./commands/login.ts")).login(contextOf(command), provider, options),
		);
}

function addCooldowns(program: Command): void {
	const cooldowns = program.command("cooldowns").description("end cooldowns").addHelpText("after", examples("cooldowns reset"));
	cooldowns
		.command("reset")
		.description("end all cooldowns, of one provider or of all")
		.option("--provider <provider>", "only accounts of this provider")
		.addHelpText("after", examples("cooldowns reset", "cooldowns reset --provider antigravity"))
		.action(async (options: { provider?: string }, command: Command) =>
			(await import("./commands/cooldowns.ts")).resetCooldowns(contextOf(command), options),
		);
}

function addSettings(program: Command): void {
	program
		.command("settings")
		.addArgument(new Argument("[provider]", "the pool to show or change; all without it"))
		.description("show or change how accounts rotate")
		.addOption(new Option("--strategy <strategy>", "who goes next").choices(["round-robin", "least-used", "failover-only"]))
		.option("--cooldown <seconds>", "rest after a rate limit that names no time", wholeNumber)
		.option("--max-retries <n>", "failures in a row before an account counts as Error", wholeNumber)
		.addHelpText("after", examples("settings", "settings antigravity --strategy least-used --cooldown 120 --max-retries 5"))
		.action(async (provider: string | undefined, options: SettingsOptions, command: Command) => {
			if (provider === undefined && Object.keys(options).length > 0) command.error("name the provider whose settings are to change");
			await (await import("./commands/settings.ts")).settings(contextOf(command), provider, options);
		});
}

function addPlain(program: Command): void {
	program
		.command("providers")
		.description("list providers and how to log in to them")
		.addHelpText("after", examples("providers", "providers --json"))
		.action(async (_options: unknown, command: Command) => (await import("./commands/providers.ts")).listProviders(contextOf(command)));
	program
		.command("config")
		.description("show which gateway the CLI talks to, and where that is configured")
		.addHelpText("after", examples("config"))
		.action(async (_options: unknown, command: Command) => (await import("./commands/config.ts")).showConfig(contextOf(command)));
	program
		.command("serve")
		.description("run the local server of this checkout; every flag is passed on to it")
		.allowUnknownOption()
		.allowExcessArguments()
		.addHelpText("after", examples("serve", "serve --no-sandbox"))
		.action(async (_options: unknown, command: Command) => (await import("./commands/serve.ts")).serve(command.args));
}
