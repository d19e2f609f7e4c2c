import manifest from "../../package.json" with { type: "json" };
import type { Context } from "../context.ts";
import { checks } from "../doctor/checks.ts";
import { gatherFacts } from "../doctor/facts.ts";
import type { Status } from "../doctor/outcome.ts";
import { paint, print, printJson, terminalWidth } from "../output.ts";
import { plain, wrap } from "../table.ts";

const marks = { ok: ["green", "ok  "], warn: ["yellow", "warn"], fail: ["red", "FAIL"], skip: ["dim", "skip"] } as const satisfies Readonly<
	Record<Status, readonly [colour: string, word: string]>
>;
const indent = 6;

/** Looks at everything; exit code 1 when something must be mended. */
export async function doctor({ target, json }: Context): Promise<void> {
	const facts = await gatherFacts(target, manifest.version, process.env);
	const found = checks.map(({ id, title, look }) => ({ id, title, ...look(facts) }));
	const ok = found.every(({ status }) => status !== "fail");
	if (!ok) process.exitCode = 1;
	if (json) return printJson({ ok, checks: found });
	const width = Math.max(20, terminalWidth() - indent);
	const indented = (text: string): string => wrap(plain(text), width).join(`\n${" ".repeat(indent)}`);
	for (const { status, title, detail, fix } of found) {
		const [colour, word] = marks[status];
		print(`${paint(colour, word)}  ${indented(`${title}: ${detail}`)}`);
		if (fix !== null) print(`${" ".repeat(indent)}${indented(`Fix: ${fix}`)}`);
	}
	const count = (wanted: Status): number => found.filter(({ status }) => status === wanted).length;
	print(`\n${found.length} checks: ${count("fail")} to mend, ${count("warn")} to look at.`);
}
