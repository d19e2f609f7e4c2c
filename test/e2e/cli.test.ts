import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeProgram } from "../../packages/cli/src/program.ts";
import { listCommands } from "../../packages/cli/src/reference.ts";
import { buildCli, bundle, type Cli, hasTerminals, runAtTerminal, runFile, type Served, serveWithCli } from "../support/cli.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";

const root = join(import.meta.dirname, "..", "..");
const secrets = ["sk-canary-work-0001", "sk-canary-personal-2", "sk-canary-backup-03", "sk-canary-revoked-4"] as const;
const [workKey, personalKey, backupKey, revokedKey] = secrets;

/** Every command of the program as it is typed; those that run when nothing more is typed by their group's name. */
const commandLines = listCommands(makeProgram(false)).map(({ line, isDefault }) => (isDefault ? line.replace(/ \w+$/, "") : line));

let cli: Cli;
let upstream: FakeUpstream;
let gateway: Served;

beforeAll(async () => {
	cli = buildCli();
	upstream = await startFakeUpstream();
	upstream.revoke(revokedKey);
	gateway = await serveWithCli(cli);
});
afterAll(async () => {
	await gateway?.stop();
	await upstream?.close();
	cli?.remove();
});

const configPath = () => join(cli.folder, "config", "smart-router", "config.json");
const configured = (): { url: string; key: string } => JSON.parse(readFileSync(configPath(), "utf8"));
const json = async (...args: string[]) => JSON.parse((await cli.run([...args, "--json"])).stdout);
const login = (label: string, key: string, ...more: string[]) =>
	cli.run(["login", "openai", "--label", label, "--base-url", `${upstream.origin}/v1`, "--api-key-stdin", ...more], {
		input: `${key}\n`,
	});
const admin = (method: string, path: string, body?: unknown) =>
	fetch(gateway.url + path, {
		method,
		headers: { authorization: `Bearer ${configured().key}`, "content-type": "application/json" },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
const linkOnly = async (...accounts: readonly (readonly [label: string, key: string])[]) => {
	for (const { profileId } of (await json("accounts")).data) await cli.run(["accounts", "remove", profileId, "--yes"]);
	for (const [label, key] of accounts) await login(label, key);
};

test("the first start of the server has written the configuration, for its owner only", () => {
	expect(configured()).toEqual({ url: gateway.url, key: expect.stringMatching(/^sr_local_/) });
	expect(statSync(configPath()).mode & 0o777).toBe(0o600);
});

describe("the specification's commands", () => {
	beforeEach(() => linkOnly());

	test("several logins of one provider with distinct labels, then `accounts`", async () => {
		const linked = [
			await login("work", workKey, "--method", "api-key"),
			await login("personal", personalKey),
			await login("backup", backupKey),
		];
		const listed = await cli.run(["accounts"]);
		const listedInWords = await cli.run(["accounts", "list"]);

		expect(linked.map((result) => [result.code, result.stdout])).toEqual([
			[0, "Linked openai:work (active).\n"],
			[0, "Linked openai:personal (active).\n"],
			[0, "Linked openai:backup (active).\n"],
		]);
		const rows = listed.stdout
			.trimEnd()
			.split("\n")
			.map((line) => line.split(/ {2,}/));
		expect(rows[0]).toEqual(["PROVIDER", "PROFILE ID", "STATE", "E-MAIL"]);
		expect(rows.slice(1).sort()).toEqual([
			["openai", "openai:backup", "active", "-"],
			["openai", "openai:personal", "active", "-"],
			["openai", "openai:work", "active", "-"],
		]);
		expect(listedInWords).toEqual(listed);
	});

	test("`accounts remove` removes, and says so when there is nothing to remove", async () => {
		await linkOnly(["work", workKey]);
		const removed = await cli.run(["accounts", "remove", "openai:work", "--yes"]);
		const again = await cli.run(["accounts", "remove", "openai:work", "--yes"]);

		expect(removed).toEqual({ code: 0, stdout: "Removed openai:work.\n", stderr: "" });
		expect(again).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("no such account") });
		expect((await json("accounts")).data).toEqual([]);
	});

	test.each([
		["smart-router cooldowns reset", () => cli.run(["cooldowns", "reset", "--provider", "openai"])],
		["npm run cooldowns:reset", () => runFile("npm", ["run", "--silent", "cooldowns:reset", "--", "--provider", "openai"], cli.env)],
		["scripts/reset-cooldowns.ts", () => runFile(process.execPath, [join(root, "scripts", "reset-cooldowns.ts")], cli.env)],
	])("%s ends cooldowns", async (_name, reset) => {
		await linkOnly(["work", workKey]);
		await admin("PUT", "/admin/accounts/openai:work/cooldowns/*", { seconds: 600, reason: "by hand" });
		const before = await cli.run(["accounts"]);
		const done = await reset();
		const after = await cli.run(["accounts"]);

		expect(before.stdout).toContain("cooldown");
		expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Ended 1 cooldown\b/), stderr: "" });
		expect(after.stdout).not.toContain("cooldown");
	});
});

describe("what cannot be undone", () => {
	beforeEach(() => linkOnly(["work", workKey]));
	const remove = ["accounts", "remove", "openai:work"];
	const linked = async (): Promise<number> => (await json("accounts")).data.length;

	test("is refused where nobody can be asked, and says how to do it unasked", async () => {
		const removed = await cli.run(remove);
		const revoked = await cli.run(["keys", "revoke", "key_1"]);

		expect(removed).toEqual({
			code: 2,
			stdout: "",
			stderr:
				"Error: Nobody is here to ask: Remove openai:work and its credential? Past usage stays.\nHint: Add --yes to do it without asking.\n",
		});
		expect(revoked).toMatchObject({ code: 2, stderr: expect.stringContaining("--yes") });
		expect(await linked()).toBe(1);
	});

	if (!hasTerminals) console.warn("No `script` of util-linux here: what is asked at a terminal is not tested.");
	test.skipIf(!hasTerminals).each([
		["", "n\n", 1],
		["2>/dev/null", "n\n", 1],
		["2>/dev/null", "y\n", 0],
	])("is asked at a terminal, also with its errors sent elsewhere (%s): %j", async (errors, typed, left) => {
		const asked = await runAtTerminal(cli, remove, typed, errors);

		expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining("Remove openai:work and its credential?") });
		expect(await linked()).toBe(left);
	});
});

describe("a label that is linked already", () => {
	beforeEach(() => linkOnly(["work", workKey]));
	afterEach(() => {
		upstream.reset();
		upstream.revoke(revokedKey);
	});
	const verified = async () => (await cli.run(["accounts", "verify", "openai:work"])).code;

	test("is refused in a script, with the command that gives the account another key", async () => {
		const refused = await login("work", personalKey);
		const followed = await cli.run(["login", "openai", "--profile", "openai:work", "--api-key-stdin"], { input: personalKey });

		expect(refused).toMatchObject({
			code: 1,
			stdout: "",
			stderr: expect.stringContaining("smart-router login openai --profile openai:work"),
		});
		expect(followed).toMatchObject({ code: 0, stdout: "Linked openai:work (active).\n" });
		expect(upstream.calls().at(-1)?.apiKey).toBe(personalKey);
	});

	test("gets another key with --yes, of the name's alias too, and works again after its old key was deleted", async () => {
		upstream.revoke(workKey);
		const broken = await verified();
		const wrong = await login("work", revokedKey, "--yes");
		const replaced = await login("work", personalKey, "--yes");
		const byAlias = await cli.run(["login", "codex", "--label", "work", "--yes", "--api-key-stdin"], { input: backupKey });

		expect([broken, wrong.code]).toEqual([1, 1]);
		expect([replaced.stdout, byAlias.stdout]).toEqual(["Linked openai:work (active).\n", "Linked openai:work (active).\n"]);
		expect(await verified()).toBe(0);
	});
});

describe("--json", () => {
	test("`accounts` prints the API's list, with the account's whole shape", async () => {
		await linkOnly(["work", workKey]);
		const list = await json("accounts");

		expect(list).toMatchObject({ nextCursor: null, data: [{ profileId: "openai:work" }] });
		expect(Object.keys(list.data[0]).sort()).toEqual(
			[
				..."profileId provider label displayName email method status state statusMessage enabled priority primary tags addressMoved".split(
					" ",
				),
				..."maxConcurrency models baseUrl uses lastUsedAt lastVerifiedAt tokenExpiresAt consecutiveErrors cooldowns quota createdAt updatedAt revision".split(
					" ",
				),
			].sort(),
		);
	});

	test("`login` and `accounts remove` answer with what they did", async () => {
		await linkOnly();
		const linked = JSON.parse((await login("work", workKey, "--json")).stdout);
		const removed = await json("accounts", "remove", "openai:work", "--yes");

		expect(linked).toMatchObject({ profileId: "openai:work", state: "active" });
		expect(removed).toEqual({ profileId: "openai:work", removed: true });
	});

	test("errors are the gateway's own, on stderr", async () => {
		const missing = await cli.run(["accounts", "remove", "openai:nobody", "--yes", "--json"]);
		const mistyped = await cli.run(["acounts", "--json"]);

		expect(missing).toMatchObject({ code: 1, stdout: "" });
		expect(JSON.parse(missing.stderr).error).toMatchObject({ code: "account_not_found", requestId: expect.any(String) });
		expect(JSON.parse(mistyped.stderr)).toEqual({ error: { message: "unknown command 'acounts'", hint: "Did you mean accounts?" } });
	});
});

describe("login", () => {
	test("a key the provider refuses is not linked", async () => {
		await linkOnly();
		const refused = await login("bad", revokedKey);

		expect(refused).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("verification failed") });
		expect((await json("accounts")).data).toEqual([]);
	});

	test("the same label twice is refused and says why", async () => {
		await linkOnly(["work", workKey]);

		expect(await login("work", personalKey)).toMatchObject({ code: 1, stderr: expect.stringContaining("openai:work") });
	});

	test.each([
		[["login", "openai", "--api-key", secrets[0]], "never taken as an argument"],
		[["login", "openai", `--api-key=${secrets[0]}`], "never taken as an argument"],
		[["login", "openai", `--key=${secrets[0]}`], "unknown option '--key'"],
		[["login", "openai"], "--api-key-stdin"],
		[["login", "openai", "--api-key-stdin"], "empty"],
		[["login", "openai", "--method", "telepathy"], "oauth, device, api-key"],
	])("%j is asked for wrongly", async (args, words) => {
		expect(await cli.run(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(words) });
	});
});

describe("settings", () => {
	test("shows and changes how a pool rotates", async () => {
		await linkOnly(["work", workKey]);
		const changed = await cli.run(["settings", "openai", "--strategy", "least-used", "--cooldown", "120", "--max-retries", "5"]);
		const shown = await json("settings");
		await cli.run(["settings", "openai", "--strategy", "round-robin", "--cooldown", "60", "--max-retries", "3"]);
		const one = await json("settings", "openai");

		expect(changed.code).toBe(0);
		expect(changed.stdout.split("\n")[1]?.split(/ {2,}/).slice(0, 4)).toEqual(["openai", "least-used", "120 s", "5"]);
		expect(shown.data).toContainEqual(
			expect.objectContaining({ provider: "openai", strategy: "least-used", cooldownSeconds: 120, maxRetries: 5 }),
		);
		expect(one).toMatchObject({ strategy: "round-robin", cooldownSeconds: 60, maxRetries: 3, next: "openai:work" });
	});

	test.each([
		[["settings", "--cooldown", "3"], "name the provider"],
		[["settings", "openai", "--strategy", "fastest"], "round-robin, least-used, failover-only"],
		[["settings", "openai", "--cooldown", "0"], "whole number"],
		[["settings", "openai", "--max-retries", "3.5"], "whole number"],
	])("%j is asked for wrongly", async (args, words) => {
		expect(await cli.run(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(words) });
	});
});

test("`providers` lists the built-in ones and how to log in", async () => {
	const listed = await cli.run(["providers"]);

	expect(listed.stdout).toMatch(/^openai +\S.*api-key.*https:\/\/api\.openai\.com/m);
	expect(listed.stdout).toMatch(/^anthropic +/m);
	expect(listed.stdout).toMatch(/^gemini +/m);
});

describe("where the gateway is", () => {
	test("`config` shows it, and of the key only its end", async () => {
		const { url, key } = configured();

		expect(await json("config")).toEqual({
			url,
			urlFrom: "config",
			key: `…${key.slice(-4)}`,
			keyFrom: "config",
			file: { path: configPath(), exists: true },
		});
	});

	test("with no server running it says how to start one", async () => {
		const nobody = await cli.run(["accounts"], { env: { SMART_ROUTER_URL: "http://127.0.0.1:1" } });

		expect(nobody).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("npm start") });
		expect(nobody.stderr).toContain("SMART_ROUTER_URL");
	});

	test("the configured key is never sent to another address", async () => {
		const seen: (string | undefined)[] = [];
		const stranger = createServer((request, response) => {
			seen.push(request.headers.authorization);
			response.end("hello");
		});
		await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
		const address = stranger.address();
		const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
		const byFlag = await cli.run(["accounts", "--url", url]);
		const byEnvironment = await cli.run(["accounts"], { env: { SMART_ROUTER_URL: url } });
		const withOwnKey = await cli.run(["accounts"], { env: { SMART_ROUTER_URL: url, SMART_ROUTER_KEY: "sr_other" } });
		stranger.close();

		expect([byFlag.code, byEnvironment.code, withOwnKey.code]).toEqual([1, 1, 1]);
		expect(byFlag.stderr).toContain("not as a Smart Router does");
		expect(seen).toEqual([undefined, undefined, "Bearer sr_other"]);
	});

	test("a wrong key is told with what to do", async () => {
		const refused = await cli.run(["accounts"], { env: { SMART_ROUTER_KEY: "wrong" } });

		expect(refused).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("SMART_ROUTER_KEY") });
	});

	test("a broken configuration is named", async () => {
		const other = join(cli.folder, "other");
		mkdirSync(join(other, "smart-router"), { recursive: true });
		writeFileSync(join(other, "smart-router", "config.json"), "{");

		expect(await cli.run(["accounts"], { env: { XDG_CONFIG_HOME: other } })).toMatchObject({
			code: 1,
			stderr: expect.stringContaining(other),
		});
	});
});

describe("the command line", () => {
	test("mistyped commands get a suggestion and exit code 2", async () => {
		expect(await cli.run(["acounts"])).toEqual({
			code: 2,
			stdout: "",
			stderr: "Error: unknown command 'acounts'\nHint: Did you mean accounts?\n",
		});
		expect(await cli.run(["accounts", "rmove", "x"])).toMatchObject({ code: 2, stderr: expect.stringContaining("remove") });
		expect(await cli.run([])).toMatchObject({ code: 2, stderr: expect.stringContaining("Usage:") });
	});

	test.each(commandLines)("`smart-router %s --help` has an example of it", async (line) => {
		const help = await cli.run([...line.split(" ").filter((word) => word !== ""), "--help"]);

		expect(help).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining(`  $ smart-router ${line}`) });
	});

	test("the version", async () => {
		expect(await cli.run(["--version"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
	});

	test("one executable file", () => {
		expect(readFileSync(bundle, "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
		expect(statSync(bundle).mode & 0o111).toBe(0o111);
	});

	test("`serve` passes flags on and ends with the server's exit code", async () => {
		expect(await cli.run(["serve", "--no-such-flag"])).toMatchObject({ code: 2, stderr: expect.stringContaining("--no-such-flag") });
	});
});

test("nothing printed so far held a secret, or a colour without a terminal", () => {
	const said = cli.transcript();

	expect(said).toContain("openai:work");
	for (const secret of [...secrets, configured().key]) expect(said).not.toContain(secret);
	expect(said).not.toContain("\u001b");
});

test("a signal stops the server gracefully", async () => {
	expect(await gateway.stop()).toBe(0);
});
