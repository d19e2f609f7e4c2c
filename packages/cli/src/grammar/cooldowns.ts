import type { Command } from "commander";
import type { ResetOptions } from "../commands/cooldowns.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";
import { refuseUnknown } from "./unknown.ts";

const commands = () => import("../commands/cooldowns.ts");

export function addCooldowns(program: Command): void {
	const cooldowns = program.command("cooldowns").description("what rests until when and why; end it before its time");
	tell(cooldowns, { examples: ["cooldowns", "cooldowns reset"] });
	const list = cooldowns
		.command("list", { isDefault: true })
		.description("every cooldown with its cause and its end (default)")
		.allowExcessArguments()
		.option("--provider <provider>", "only accounts of this provider")
		.action(async (options: ResetOptions, command: Command) => {
			refuseUnknown(cooldowns, command);
			await (await commands()).listCooldowns(contextOf(command), options);
		});
	tell(list, {
		examples: ["cooldowns list", "cooldowns list --provider antigravity"],
		json: "{ data: { profileId, …the fields of an Account's cooldown }[], nextCursor }",
	});
	const reset = cooldowns
		.command("reset")
		.argument("[profileId]", "only this account's; all accounts' without it")
		.description("end all cooldowns: of one account, of one provider or of all")
		.option("--provider <provider>", "only accounts of this provider")
		.action(async (profileId: string | undefined, options: ResetOptions, command: Command) => {
			if (profileId !== undefined && options.provider !== undefined) command.error("name an account or a provider, not both");
			await (await commands()).resetCooldowns(contextOf(command), profileId, options);
		});
	tell(reset, {
		examples: ["cooldowns reset", "cooldowns reset openai:work", "cooldowns reset --provider antigravity"],
		json: "{ cleared }, or an Account when one is named",
	});
}
