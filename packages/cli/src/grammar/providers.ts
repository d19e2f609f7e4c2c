import { type Command, Option } from "commander";
import type { AddOptions, SetOptions } from "../commands/providers.ts";
import { contextOf } from "../context.ts";
import { addOAuthClient } from "./oauth-client.ts";
import { tell } from "./told.ts";
import { refuseUnknown } from "./unknown.ts";
import { list, onOff } from "./values.ts";

const commands = () => import("../commands/providers.ts");
const provider = ["<provider>", "as shown by `providers`, e.g. gemini"] as const;
const protocols = ["openai-chat", "openai-responses", "anthropic-messages", "gemini"];
const auths = ["bearer", "x-api-key", "x-goog-api-key"];

export function addProviders(program: Command): void {
	const providers = program.command("providers").description("providers, their addresses, and how people sign in at them");
	tell(providers, {
		examples: [
			"providers",
			"providers add groq --protocol openai-chat --base-url https://api.groq.com/openai/v1",
			"providers client set gemini --client-id 1234.apps.example --secret",
		],
	});
	const listed = providers
		.command("list", { isDefault: true })
		.description("every provider and how to log in to it (default)")
		.allowExcessArguments()
		.action(async (_options: unknown, command: Command) => {
			refuseUnknown(providers, command);
			await (await commands()).listProviders(contextOf(command));
		});
	tell(listed, { examples: ["providers", "providers list --json"], json: "{ data: Provider[], nextCursor }" });
	const show = providers
		.command("show")
		.argument(...provider)
		.description("everything that is known of a provider")
		.action(async (id: string, _options: unknown, command: Command) => (await commands()).showProvider(contextOf(command), id));
	tell(show, { examples: ["providers show gemini"], json: "Provider" });
	addChanges(providers);
	addOAuthClient(providers);
}

function addChanges(providers: Command): void {
	const add = providers
		.command("add")
		.argument("<id>", "first half of its profile ids and models: a-z, 0-9 and -")
		.description("add a provider of your own: any endpoint that speaks one of the protocols")
		.addOption(new Option("--protocol <protocol>", "what it speaks").choices(protocols).makeOptionMandatory())
		.requiredOption("--base-url <url>", "where it is")
		.option("--models <a,b>", "its model ids", list)
		.addOption(new Option("--auth <header>", "how keys are sent; as the protocol has it without").choices(auths))
		.addOption(new Option("--streaming <how>", "where it cannot do both").choices(["only", "never"]))
		.action(async (id: string, options: AddOptions, command: Command) => (await commands()).addProvider(contextOf(command), id, options));
	tell(add, {
		examples: [
			"providers add groq --protocol openai-chat --base-url https://api.groq.com/openai/v1 --models llama-4-scout",
			"providers add lab --protocol anthropic-messages --base-url https://llm.example --auth bearer",
		],
		json: "Provider",
	});
	const set = providers
		.command("set")
		.argument(...provider)
		.description("change a provider; of a built-in one its address and whether plans may be used")
		.option("--base-url <url>", "for accounts linked from now on; or `default`, the built-in address")
		.option("--plan-logins <on|off>", "allow logins with a person's plan, if you accept the provider's terms", onOff)
		.addOption(new Option("--protocol <protocol>", "what your own provider speaks").choices(protocols))
		.option("--models <a,b>", "model ids of your own provider", list)
		.addOption(new Option("--auth <header>", "how keys are sent to your own provider").choices([...auths, "default"]))
		.addOption(new Option("--streaming <how>", "what your own provider can do").choices(["only", "never", "both"]))
		.action(async (id: string, options: SetOptions, command: Command) => {
			if (Object.keys(options).length === 0) command.error("name what is to change, e.g. --base-url https://llm.example/v1");
			await (await commands()).setProvider(contextOf(command), id, options);
		});
	tell(set, {
		examples: ["providers set antigravity --plan-logins on", "providers set gemini --base-url default", "providers set groq --models a,b"],
		json: "Provider",
	});
	const remove = providers
		.command("remove")
		.argument(...provider)
		.description("remove a provider of your own, or put a built-in one back as it was")
		.option("-y, --yes", "do not ask")
		.action(async (id: string, options: { yes?: boolean }, command: Command) =>
			(await commands()).removeProvider(contextOf(command), id, options),
		);
	tell(remove, { examples: ["providers remove groq", "providers remove gemini --yes"], json: "{ id, removed }" });
}
