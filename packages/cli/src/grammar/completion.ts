import { Argument, type Command } from "commander";
import { tell } from "./told.ts";

export function addCompletion(program: Command): void {
	const completion = program
		.command("completion")
		.addArgument(new Argument("<shell>", "your shell").choices(["bash", "zsh", "fish"]))
		.description("print what makes the shell complete commands, options, providers and profile ids")
		.action(async (shell: "bash" | "zsh" | "fish") => (await import("../commands/completion.ts")).printCompletion(shell));
	tell(completion, {
		examples: [
			"completion bash >> ~/.bashrc",
			"completion zsh >> ~/.zshrc",
			"completion fish > ~/.config/fish/completions/smart-router.fish",
		],
	});
}
