import type { Gateway } from "./gateway.ts";
import type { LocalOptions } from "./options.ts";

/** What a newcomer needs next: the address, the key when it is new, and a call to paste. */
export function printBanner({ url, start }: Gateway, options: LocalOptions): void {
	// A preset key is known to whoever set it, and what is printed may end in a log.
	const made = options.adminKey === undefined ? start.newKey : undefined;
	const key = made ?? (start.newKey ? "$SMART_ROUTER_ADMIN_KEY" : "$SMART_ROUTER_KEY");
	const lines = [`Smart Router listens on ${url}`, ""];
	if (made) lines.push(`Admin key (shown once, kept for the CLI): ${made}`, "");
	if (start.sandboxLinked) lines.push("Three accounts of a simulated provider (sandbox) are linked, so you can watch them rotate:", "");
	lines.push(
		`curl -s -D - ${url}/v1/chat/completions \\`,
		`  -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\`,
		`  -d '{"model":"auto","messages":[{"role":"user","content":"Say hi"}]}'`,
		"",
	);
	if (options.oldStore !== undefined) lines.push(...oldStoreLines(options.oldStore));
	if (options.open) lines.push("--open: /v1 is served without a key, to this machine only.", "");
	lines.push("Link your own account: npx smart-router login openai --method api-key --label work");
	console.log(lines.join("\n"));
}

const oldStoreLines = (file: string): readonly string[] => [
	`!! The accounts of the older router in ${file} are not linked here by themselves. Link them:`,
	`!!   npx smart-router import ${/\s/.test(file) ? `"${file}"` : file}`,
	"!! The file is not touched. It holds secrets in clear: delete it afterwards.",
	"",
];
