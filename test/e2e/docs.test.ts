import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeProgram } from "../../packages/cli/src/program.ts";
import { cliReference, listCommands } from "../../packages/cli/src/reference.ts";
import { buildCli, bundle, type Cli, runFile } from "../support/cli.ts";
import { type Block, readPages } from "../support/doc-blocks.ts";
import { type ExampleWorld, startExampleWorld } from "../support/example-world.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey } from "../support/gateway.ts";

const root = resolve(import.meta.dirname, "..", "..");
const pages = readPages(root);
const shell = /^(sh|bash)( (aws|person|server|fails|norun))?$/;
/** Blocks that this machine cannot run; docs/README.md says why for each word. */
const elsewhere = /^(sh|bash) (aws|person|server|norun)$/;

const runnable = pages.filter(({ blocks }) => blocks.some(({ info }) => shell.test(info) && !elsewhere.test(info)));

let cli: Cli;
let upstream: FakeUpstream;
let world: ExampleWorld;
beforeAll(async () => {
	cli = buildCli();
	upstream = await startFakeUpstream();
	const shims = join(cli.folder, "bin");
	mkdirSync(shims);
	symlinkSync(bundle, join(shims, "smart-router"));
	// `npx smart-router` without asking a registry for it.
	writeFileSync(join(shims, "npx"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
});
afterAll(async () => {
	await upstream.close();
	cli.remove();
});
beforeEach(async () => {
	world = await startExampleWorld(upstream);
});
afterEach(() => world.close());

describe("the pages' commands", () => {
	it.each(runnable.map((page) => [page.path, page] as const))("%s", async (path, { blocks }) => {
		// The tutorial links these accounts itself.
		if (path.includes("tutorial"))
			for (const label of ["work", "personal"]) await world.gateway.admin("DELETE", `/admin/accounts/openai:${label}`);
		for (const block of blocks.filter(({ info }) => shell.test(info) && !elsewhere.test(info))) {
			const { code, stdout, stderr } = await runBlock(block);
			const refused = /"error": ?\{"/.test(stdout);
			expect({ at: `${path}:${block.line}`, code, refused, stderr: code === 0 ? "" : stderr }).toEqual({
				at: `${path}:${block.line}`,
				code: 0,
				refused: block.info.endsWith("fails"),
				stderr: "",
			});
		}
	});

	/** The address that pages show becomes the gateway's; nothing else of a block is changed. */
	function runBlock({ text }: Block) {
		const script = `set -euo pipefail\n${text.replaceAll("http://localhost:3403", world.gateway.url)}`;
		return runFile("/bin/bash", ["-c", script], {
			...cli.env,
			PATH: `${join(cli.folder, "bin")}:${dirname(process.execPath)}:${process.env.PATH}`,
			SMART_ROUTER_URL: world.gateway.url,
			SMART_ROUTER_KEY: adminKey,
			OPENAI_KEY_WORK: "sk-fake-work",
			OPENAI_KEY_PERSONAL: "sk-fake-personal",
			OPENAI_KEY_NEW: "sk-fake-new",
		});
	}
});

describe("what cannot be run here", () => {
	const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
	const commands = new Set(listCommands(makeProgram(false)).map(({ line }) => line));
	const lines = pages.flatMap(({ path, blocks }) =>
		blocks
			.filter(({ info }) => elsewhere.test(info))
			.flatMap(({ line, text }) =>
				text.split("\n").flatMap((command, index) => (command.trim() === "" ? [] : [[`${path}:${line + index}`, command] as const])),
			),
	);

	it.each(lines)("%s names what is there: %s", (_at, line) => {
		for (const [, script = ""] of line.matchAll(/\bnpm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script]);
		for (const [, script = ""] of line.matchAll(/\bnpm (start|test)\b/g)) expect(scripts).toHaveProperty([script]);
		for (const [, file = ""] of line.matchAll(/\b(scripts\/[\w.-]+)/g)) expect(existsSync(join(root, file))).toBe(true);
		const [, words = ""] = /\bsmart-router ([a-z -]+)/.exec(line) ?? [];
		const [first = "", second = ""] = words.trim().split(" ");
		if (first !== "") expect([...commands].filter((command) => command === first || command === `${first} ${second}`)).not.toEqual([]);
	});
});

describe("the pages themselves", () => {
	it.each(pages.map(({ path, text }) => [path, text] as const))("%s links to what is there", (path, text) => {
		const links = [...text.replace(/```[\s\S]*?```/g, "").matchAll(/\]\(([^)#\s]+)(#[^)\s]*)?\)/g)].map(([, target = ""]) => target);
		const lost = links.filter((target) => !/^https?:/.test(target) && !existsSync(resolve(root, dirname(path), target)));

		expect(lost).toEqual([]);
	});

	it("are all reached from the index", () => {
		const index = pages.find(({ path }) => path === "docs/README.md")?.text ?? "";
		const missing = pages
			.map(({ path }) => path.replace("docs/", ""))
			.filter((path) => !/README|decisions/.test(path) && !index.includes(`(${path})`));

		expect(missing).toEqual([]);
	});

	it("say of every shell block whether it runs", () => {
		const odd = pages.flatMap(({ path, blocks }) =>
			blocks.filter(({ info }) => /^(sh|bash|shell|console)/.test(info) && !shell.test(info)).map(({ line }) => `${path}:${line}`),
		);

		expect(odd).toEqual([]);
	});

	it("hold the command line's reference as the program has it", () => {
		const file = join(root, "docs", "reference", "cli.md");
		const made =
			`# Command line\n\nMade from the program by \`UPDATE_DOCS=1 npx vitest run test/e2e/docs.test.ts\`.\n\nExit codes: 0 done, 1 it did not work, 2 asked for wrongly. With \`--json\` the answer is JSON on stdout and a failure \`{ "error": { "message", "hint", … } }\` on stderr; \`Account\`, \`Pool\`,\n\`Provider\`, \`OAuthClient\` and \`ApiKey\` are the API's own (\`/docs\` of a gateway). Secrets come from a hidden prompt or stdin, never from an argument.\n\n${cliReference(makeProgram(false))}`.trimEnd();
		if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, `${made}\n`);

		expect(readFileSync(file, "utf8").trimEnd()).toBe(made);
	});
});
