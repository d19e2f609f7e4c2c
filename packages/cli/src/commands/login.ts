import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { print, printJson } from "../output.ts";
import { readApiKey } from "../prompt.ts";
import { plain } from "../table.ts";

export interface LoginOptions {
	readonly method: string;
	readonly label?: string;
	readonly apiKeyStdin?: boolean;
	readonly baseUrl?: string;
	/** Only there to be refused. */
	readonly apiKey?: unknown;
}

/** Links an account; the gateway verifies the key with a real call before it saves anything. */
export async function login({ client, json }: Context, provider: string, options: LoginOptions): Promise<void> {
	if (options.apiKey !== undefined) {
		throw new Failure("An API key is never taken as an argument: other users of this machine could read it.", {
			hint: "Type it at the prompt, or pipe it in with --api-key-stdin. Consider the key you just typed as seen.",
			exitCode: 2,
		});
	}
	if (options.method !== "api-key") {
		throw new Failure(`The login method "${plain(options.method)}" comes with OAuth support, which is not there yet.`, {
			hint: "Use --method api-key.",
			exitCode: 2,
		});
	}
	const apiKey = await readApiKey(options.apiKeyStdin === true);
	const account = await client<AccountView>("POST", "/admin/accounts", {
		provider,
		method: "api_key",
		apiKey,
		...(options.label === undefined ? {} : { label: options.label }),
		...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
	});
	if (json) return printJson(account);
	print(`Linked ${plain(account.profileId)} (${plain(account.state)}).`);
}
