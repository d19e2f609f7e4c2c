import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { Failure } from "./failure.ts";
import { addAccounts } from "./grammar/accounts.ts";
import { addChat } from "./grammar/chat.ts";
import { addCompletion } from "./grammar/completion.ts";
import { addConfig } from "./grammar/config.ts";
import { addCooldowns } from "./grammar/cooldowns.ts";
import { addDoctor } from "./grammar/doctor.ts";
import { addImport } from "./grammar/import.ts";
import { addKeys } from "./grammar/keys.ts";
import { addLogin } from "./grammar/login.ts";
import { addModels } from "./grammar/models.ts";
import { addProviders } from "./grammar/providers.ts";
import { addRoute } from "./grammar/route.ts";
import { addServe } from "./grammar/serve.ts";
import { addSettings } from "./grammar/settings.ts";
import { tell } from "./grammar/told.ts";
import { addUsage } from "./grammar/usage.ts";
import { printFailure } from "./output.ts";

/** Commander's words, its suggestion as the hint. A value given with an unknown option is not repeated: it may be a secret. */
function usageFailure(text: string): Failure {
	const [message = "", suggestion] = text
		.replace(/^error: /, "")
		.replace(/(--[\w-]+)=[^\s']*/g, "$1")
		.trim()
		.split("\n");
	return new Failure(message, { exitCode: 2, ...(suggestion ? { hint: suggestion.replace(/^\((.*)\)$/, "$1") } : {}) });
}

/** In the order of the help. */
const parts = [
	addLogin,
	addImport,
	addAccounts,
	addCooldowns,
	addSettings,
	addChat,
	addModels,
	addRoute,
	addUsage,
	addProviders,
	addKeys,
	addDoctor,
	addServe,
	addConfig,
	addCompletion,
];

/** The command line's grammar and help. What a command does is loaded when it runs, so that help and version start fast. */
export function makeProgram(json: boolean): Command {
	const program = new Command("smart-router")
		.description("One endpoint over many accounts at many AI providers: manage its accounts and rotation.")
		.version(manifest.version, "-V, --version", "print the version")
		.option("--json", "print JSON, errors too")
		.option("--url <url>", "address of the gateway (default: SMART_ROUTER_URL, then the configuration file)")
		.helpOption("-h, --help", "show help")
		.configureHelp({ showGlobalOptions: true })
		.helpCommand("help [command]", "show help of a command")
		.configureOutput({ outputError: (text) => printFailure(usageFailure(text), json) })
		.exitOverride();
	tell(program, {
		examples: [
			"login openai --method api-key --label work",
			"accounts --watch",
			'chat "Say hi"',
			"settings openai --strategy least-used",
			"doctor",
		],
	});
	for (const add of parts) add(program);
	return program;
}
