import { type Command, Option } from "commander";
import type { ClientOptions } from "../commands/oauth-client.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";
import { listOrDefault } from "./values.ts";

const commands = () => import("../commands/oauth-client.ts");
const provider = ["<provider>", "where people sign in, e.g. gemini"] as const;

/** `providers client`: the operator's OAuth client. */
export function addOAuthClient(providers: Command): void {
	const client = providers.command("client").description("your OAuth client at a provider: in its name people sign in there");
	tell(client, { examples: ["providers client show gemini", "providers client set gemini --client-id 1234.apps.example --secret"] });
	const show = client
		.command("show")
		.argument(...provider)
		.description("the client, what to register for it, and whether it has a secret; never the secret")
		.action(async (id: string, _options: unknown, command: Command) => (await commands()).showClient(contextOf(command), id));
	tell(show, { examples: ["providers client show gemini"], json: "OAuthClient" });
	const set = client
		.command("set")
		.argument(...provider)
		.description("set the client, or change what is named of it; `default` takes a value back to the provider's own")
		.option("--client-id <id>", "needed for the first time")
		.option("--secret", "ask for the client's secret; it is not shown")
		.option("--secret-stdin", "read the secret from stdin instead")
		.option("--no-secret", "the client has none: forget the stored one")
		.addOption(
			new Option("--client-auth <method>", "how the secret goes to the token endpoint").choices([
				"client_secret_post",
				"client_secret_basic",
			]),
		)
		.option("--scopes <a,b>", "what people are asked to allow; as few as will do", listOrDefault)
		.option("--redirect-uri <url>", "as it is registered, where it is not the gateway's own address")
		.option("--issuer <url>", "what the server calls itself")
		.option("--authorize-url <url>", "where people are sent")
		.option("--token-url <url>", "where codes become tokens")
		.option("--device-url <url>", "where device codes come from")
		.option("--revoke-url <url>", "where logins are ended")
		.option("--userinfo-url <url>", "who signed in")
		.action(async (id: string, options: ClientOptions, command: Command) => {
			if (Object.keys(options).length === 0) command.error("name what is to change, e.g. --client-id 1234.apps.example --secret");
			await (await commands()).setClient(contextOf(command), id, options);
		});
	tell(set, {
		examples: [
			"providers client set gemini --client-id 1234.apps.example --secret",
			"providers client set gemini --secret-stdin < secret.txt",
			"providers client set corp --client-id router --no-secret --authorize-url https://id.example/authorize --token-url https://id.example/token",
			"providers client set gemini --scopes default",
		],
		json: "OAuthClient",
	});
	const remove = client
		.command("remove")
		.argument(...provider)
		.description("remove the client; linked accounts work until their tokens need it")
		.option("-y, --yes", "do not ask")
		.action(async (id: string, options: { yes?: boolean }, command: Command) =>
			(await commands()).removeClient(contextOf(command), id, options),
		);
	tell(remove, { examples: ["providers client remove gemini"], json: "{ provider, removed }" });
}
