import type { Command } from "commander";
import type { ChatOptions } from "../commands/chat.ts";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addChat(program: Command): void {
	const chat = program
		.command("chat")
		.argument("[prompt]", "what to ask; read from stdin without it")
		.description("ask something: the answer streams to stdout, the account that gave it is named on stderr")
		.option("--model <model>", "auto, provider/model, a model id or an alias", "auto")
		.option("--profile <profileId>", "only this account")
		.option("--system <text>", "instructions before the prompt")
		.action(async (prompt: string | undefined, options: ChatOptions, command: Command) =>
			(await import("../commands/chat.ts")).chat(contextOf(command), prompt, options),
		);
	tell(chat, {
		examples: ['chat "Say hi"', 'chat "Say hi" --model sandbox/sandbox-1', "chat --system 'Summarize.' < notes.txt"],
		json: "{ answer, finishReason, provider, profileId, model, tier, score, reason, attempts, requestId, warning }",
	});
}
