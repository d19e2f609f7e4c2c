import type { Command } from "commander";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addModels(program: Command): void {
	const models = program
		.command("models")
		.description("models that your key can ask for now, with context and prices where they are known")
		.option("--provider <provider>", "only those of this provider")
		.action(async (options: { provider?: string }, command: Command) =>
			(await import("../commands/models.ts")).listModels(contextOf(command), options),
		);
	tell(models, {
		examples: ["models", "models --provider openai"],
		json: "{ object, data: { id, object, created, owned_by, smart_router }[] }",
	});
}
