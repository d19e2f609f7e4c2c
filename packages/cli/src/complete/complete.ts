import { send } from "../client.ts";
import { makeProgram } from "../program.ts";
import { findTarget, type Target } from "../target.ts";
import { type Candidates, candidates } from "./candidates.ts";

const timeoutMs = 1_500;

const lists = {
	profileId: { path: "/admin/accounts?limit=200", field: "profileId" },
	provider: { path: "/admin/providers?limit=200", field: "id" },
	keyId: { path: "/admin/keys?limit=200", field: "keyId" },
} as const;

/** Prints what may stand in the place of the last word, one a line. Says nothing of faults: a shell has no place for them. */
export async function complete(words: readonly string[]): Promise<void> {
	const typed = words.at(-1) ?? "";
	const { words: known, also } = candidates(makeProgram(false), words);
	const asked = also === undefined ? [] : await namesOf(also).catch(() => []);
	const found = [...known, ...asked.filter((name) => name.startsWith(typed))];
	if (found.length > 0) process.stdout.write(`${found.join("\n")}\n`);
}

async function namesOf(also: NonNullable<Candidates["also"]>): Promise<readonly string[]> {
	const target: Target = findTarget(undefined);
	const { path, field } = lists[also];
	const response = await send(target, { method: "GET", path, signal: AbortSignal.timeout(timeoutMs) });
	const { data = [] } = (await response.json()) as { readonly data?: readonly Readonly<Record<string, unknown>>[] };
	return data.map((row) => String(row[field])).filter((name) => /^[\x21-\x7e]+$/.test(name));
}
