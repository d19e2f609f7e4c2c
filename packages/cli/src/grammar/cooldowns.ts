import type { Command } from "commander";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addCooldowns(program: Command): void {
	const cooldowns = program.command("cooldowns").description("end cooldowns");
	tell(cooldowns, { examples: ["cooldowns reset"] });
	const reset = cooldowns
		.command("reset")
		.description("end all cooldowns, of one provider or of all")
		.option("--provider <provider>", "only accounts of this provider")
		.action(async (options: { provider?: string }, command: Command) =>
			(await import("../commands/cooldowns.ts")).resetCooldowns(contextOf(command), options),
		);
	tell(reset, { examples: ["cooldowns reset", "cooldowns reset --provider antigravity"], json: "{ cleared }" });
}
