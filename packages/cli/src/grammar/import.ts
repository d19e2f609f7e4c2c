import type { Command } from "commander";
import { contextOf } from "../context.ts";
import type { ImportOptions } from "../import/import-account.ts";
import { tell } from "./told.ts";

export function addImport(program: Command): void {
	const command = program
		.command("import")
		.argument("<file>", "the older router's auth-store.json")
		.description("link every account of the older router; each is verified before it is saved, the file stays as it is")
		.option("--dry-run", "say what would be done, and do nothing")
		.option("--replace", "give accounts that are linked already the file's key or tokens; they are skipped without it")
		.action(async (file: string, options: ImportOptions, command: Command) =>
			(await import("../commands/import.ts")).importAccounts(contextOf(command), file, options),
		);
	tell(command, {
		examples: ["import data/auth-store.json --dry-run", "import data/auth-store.json", "import old/auth-store.json --replace"],
		json: "{ dryRun, data: { profileId, kind, outcome: linked | replaced | skipped | failed, state?, message?, hint? }[] }",
	});
}
