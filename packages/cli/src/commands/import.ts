import { readFileSync } from "node:fs";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { type Imported, type ImportOptions, importAccount } from "../import/import-account.ts";
import { readOldStore } from "../import/old-store.ts";
import { paint, print, printJson } from "../output.ts";
import { plain } from "../table.ts";

/** Links every account of the older router's file, one after the other; exit code 1 when one of them could not be linked. */
export async function importAccounts({ client, json }: Context, file: string, options: ImportOptions): Promise<void> {
	const accounts = readOldStore(textOf(file), file);
	const data: Imported[] = [];
	for (const account of accounts) {
		const imported = await importAccount(client, account, options);
		data.push(imported);
		if (!json) print(lineOf(imported, options));
	}
	const failed = data.filter(({ outcome }) => outcome === "failed").length;
	if (failed > 0) process.exitCode = 1;
	if (json) return printJson({ dryRun: options.dryRun === true, data });
	print(`\n${summaryOf(data)}`);
	if (options.dryRun) print("Nothing was changed.");
	else if (failed === 0) print(`${plain(file)} holds secrets in clear: delete it when the older router is gone.`);
}

function textOf(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch (cause) {
		const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
		throw new Failure(missing ? `There is no file ${file}.` : `${file} cannot be read.`, { exitCode: 2, cause });
	}
}

const colours = { linked: "green", replaced: "green", skipped: "dim", failed: "red" } as const;
const wouldBe = { linked: "would link", replaced: "would replace", skipped: "would skip", failed: "cannot" } as const;

function lineOf({ outcome, profileId, kind, state, message, hint }: Imported, { dryRun }: ImportOptions): string {
	const word = dryRun ? wouldBe[outcome] : outcome;
	const about = message ?? state ?? (kind === "api_key" ? "API key" : "login");
	const line = `${paint(colours[outcome], word)}  ${plain(profileId)}: ${plain(about)}`;
	return hint === undefined ? line : `${line}\n      ${plain(hint)}`;
}

function summaryOf(data: readonly Imported[]): string {
	if (data.length === 0) return "The file has no accounts.";
	const counts = Object.keys(colours).map((wanted) => [wanted, data.filter(({ outcome }) => outcome === wanted).length] as const);
	const told = counts.filter(([, count]) => count > 0).map(([outcome, count]) => `${count} ${outcome}`);
	return `${data.length} accounts: ${told.join(", ")}.`;
}
