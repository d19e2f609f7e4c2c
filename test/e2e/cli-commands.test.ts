import { spawn } from "node:child_process";
import { mkdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCli, bundle, type Cli, runFile } from "../support/cli.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { adminKey, startTestGateway, type TestGateway } from "../support/gateway.ts";

let cli: Cli;
let upstream: FakeUpstream;
let gateway: TestGateway;
let env: Readonly<Record<string, string>>;

/** The CLI as somebody uses it against a deployed stage: with address and key in the environment, and no file. */
beforeAll(async () => {
	cli = buildCli();
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	env = { SMART_ROUTER_URL: gateway.url, SMART_ROUTER_KEY: adminKey };
	await gateway.link({ id: "openai", baseUrl: `${upstream.origin}/v1` }, ["work", "personal"]);
});
afterAll(async () => {
	await gateway?.close();
	await upstream?.close();
	cli?.remove();
});

const run = (...args: string[]) => cli.run(args, { env });
const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout);
const rest = (scope: string, seconds: number) =>
	gateway.admin("PUT", `/admin/accounts/openai:work/cooldowns/${scope}`, { seconds, reason: "by hand" });

describe("accounts", () => {
	test("shows one with all that is known of it, and no secret", async () => {
		const shown = await run("accounts", "show", "openai:work");
		const account = await json("accounts", "show", "openai:work");

		expect(shown.stdout).toMatch(/^profile id +openai:work$/m);
		expect(shown.stdout).toMatch(/^state +active$/m);
		expect(shown.stdout).not.toContain("sk-fake");
		expect(account).toMatchObject({ profileId: "openai:work", method: "api_key", revision: expect.any(String) });
	});

	test("verifies with a real call, and says why when it fails", async () => {
		const works = await run("accounts", "verify", "openai:work");
		upstream.revoke("sk-fake-personal");
		const refused = await run("accounts", "verify", "openai:personal");
		upstream.reset();
		await run("accounts", "verify", "openai:personal");

		expect(works).toMatchObject({ code: 0, stdout: "openai:work works (active).\n" });
		expect(refused).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("Account verification failed") });
	});

	test("disables, enables and edits", async () => {
		const disabled = await run("accounts", "disable", "openai:work");
		const enabled = await json("accounts", "enable", "openai:work");
		const edited = await json(
			"accounts",
			"edit",
			"openai:work",
			"--priority",
			"0",
			"--tags",
			"a,b",
			"--models",
			"gpt-5.4",
			"--name",
			"Work",
		);
		const cleared = await json("accounts", "edit", "openai:work", "--tags", "", "--models", "all", "--name", "");

		expect(disabled.stdout).toBe("Changed openai:work (disabled).\n");
		expect(enabled).toMatchObject({ enabled: true, state: "active" });
		expect(edited).toMatchObject({ priority: 0, tags: ["a", "b"], models: ["gpt-5.4"], displayName: "Work" });
		expect(cleared).toMatchObject({ tags: [], models: null, displayName: null });
	});

	test("rotates a pool", async () => {
		const first = await json("accounts", "rotate", "openai");
		const second = await json("accounts", "rotate", "codex");
		const words = await run("accounts", "rotate", "openai");

		expect([first.primary, second.primary].toSorted()).toEqual(["openai:personal", "openai:work"]);
		expect(second.previous).toBe(first.primary);
		expect(words.stdout).toBe(`${first.primary} is next, after ${second.primary}.\n`);
	});

	test("lists by provider and status, and more of each with --wide", async () => {
		const wide = await run("accounts", "--wide");
		const none = await json("accounts", "list", "--status", "error");
		const unknown = await run("accounts", "--provider", "nobody");

		expect(wide.stdout.split("\n")[0]?.split(/ {2,}/)).toEqual(["PROVIDER", "PROFILE ID", "STATE", "E-MAIL", "USES", "LAST USED", "RESTS"]);
		expect(none).toEqual({ data: [], nextCursor: null });
		expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining("no such provider") });
	});

	test("--watch shows what changes until it is interrupted", async () => {
		const child = spawn(process.execPath, [bundle, "accounts", "--watch", "--json", "--interval", "1"], { env: { ...cli.env, ...env } });
		const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
		const lines: string[] = [];
		let waiting: (() => void) | undefined;
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			lines.push(...text.split("\n").filter((line) => line !== ""));
			waiting?.();
		});
		const nextLine = async (count: number) => {
			while (lines.length < count) await new Promise<void>((resolve) => (waiting = resolve));
		};

		await nextLine(1);
		await rest("*", 600);
		await nextLine(2);
		child.kill("SIGINT");

		const states = lines.map((line) => JSON.parse(line).data.map(({ state }: { state: string }) => state));
		expect(states[0]).toEqual(["active", "active"]);
		expect(states[1]).toEqual(["active", "cooldown"]);
		expect(await ended).toBe(0);
		await run("cooldowns", "reset");
	});

	test.each([
		[["accounts", "edit", "openai:work"], "name what is to change"],
		[["accounts", "edit", "openai:work", "--priority", "x"], "whole number"],
		[["accounts", "show"], "missing required argument"],
		[["accounts", "--status", "great"], "verified, cooldown, expired, error, disabled"],
		[["accounts", "nonsense"], "list, show, verify, enable, disable, rotate, edit, remove"],
	])("%j is asked for wrongly", async (args, words) => {
		expect(await run(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(words) });
	});
});

describe("cooldowns", () => {
	test("lists what rests with its cause and end, and ends those of one account", async () => {
		await rest("*", 600);
		await rest("gpt-5.4", 7200);

		const { cooldowns } = await json("accounts", "show", "openai:work");
		const words = await run("cooldowns");
		const listed = await json("cooldowns", "list");
		const ended = await json("cooldowns", "reset", "openai:work");
		const after = await run("cooldowns", "list");

		expect(words.stdout).toMatch(/^openai:work +whole account +in 10 min +by hand$/m);
		expect(words.stdout).toMatch(/^openai:work +gpt-5\.4 +in 2 h +by hand$/m);
		expect(listed.data).toEqual(cooldowns.map((cooldown: object) => ({ profileId: "openai:work", ...cooldown })));
		expect(ended).toMatchObject({ profileId: "openai:work", cooldowns: [] });
		expect(after.stdout).toBe("Nothing rests.\n");
	});
});

describe("chat", () => {
	test("streams the answer to stdout and names the account on stderr", async () => {
		const said = await run("chat", "Say hi");
		const forced = await json("chat", "Say hi", "--profile", "openai:work", "--model", "openai/gpt-5.4", "--system", "Be brief.");

		expect(said.code).toBe(0);
		expect(said.stdout.trim()).not.toBe("");
		expect(said.stderr).toMatch(/^answered by openai:(work|personal), model \S+\n$/);
		expect(forced).toEqual({
			answer: expect.stringMatching(/./),
			finishReason: "stop",
			provider: "openai",
			profileId: "openai:work",
			model: "gpt-5.4",
			tier: expect.any(String),
			score: expect.any(String),
			reason: expect.any(String),
			attempts: 1,
			requestId: expect.stringMatching(/^req_/),
			warning: null,
		});
	});

	test("reads the prompt from stdin, and says what went wrong", async () => {
		const piped = await cli.run(["chat"], { env, input: "Say hi" });
		const empty = await cli.run(["chat"], { env, input: " " });
		const unknown = await run("chat", "hi", "--model", "nobody/nothing");

		expect(piped).toMatchObject({ code: 0, stderr: expect.stringContaining("answered by openai:") });
		expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining("nothing to ask") });
		expect(unknown).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("nobody/nothing") });
	});
});

test("models lists what can be asked for", async () => {
	const words = await run("models", "--provider", "openai");
	const list = await json("models");

	expect(words.stdout).toMatch(/^openai\/gpt-\S+ +\d+k /m);
	expect(list.data.map(({ id }: { id: string }) => id)).toContain("auto");
});

describe("keys", () => {
	test("are made, shown once and alone on stdout, changed and revoked", async () => {
		const made = await run("keys", "create", "ci", "--requests-per-minute", "60", "--expires", "30d");
		const key = made.stdout.trim();
		const mine = (await json("keys")).data.find(({ name }: { name: string }) => name === "ci");
		const used = await cli.run(["models"], { env: { ...env, SMART_ROUTER_KEY: key } });
		const edited = await json("keys", "edit", mine.keyId, "--requests-per-minute", "none", "--expires", "never", "--name", "none");
		const narrowed = await json("keys", "edit", mine.keyId, "--scopes", "proxy,accounts:read", "--providers", "openai,gemini");
		const widened = await json("keys", "edit", mine.keyId, "--providers", "all");
		const listed = await run("keys");
		const revoked = await json("keys", "revoke", mine.keyId, "--yes");
		const after = await json("keys");
		const all = await json("keys", "list", "--all");

		expect(key).toMatch(/^sr_local_\w+$/);
		expect(made.stderr).toContain("shown this once");
		expect(mine).toMatchObject({ scopes: ["proxy"], requestsPerMinute: 60, expiresAt: expect.any(String) });
		expect(used.code).toBe(0);
		expect(edited).toMatchObject({ name: "none", requestsPerMinute: null, expiresAt: null });
		expect(narrowed).toMatchObject({ name: "none", scopes: ["proxy", "accounts:read"], providers: ["openai", "gemini"] });
		expect(widened).toMatchObject({ scopes: ["proxy", "accounts:read"], providers: null });
		expect(listed.stdout).toContain(mine.keyId);
		expect(listed.stdout).not.toContain(key);
		expect(revoked).toEqual({ keyId: mine.keyId, revoked: true });
		expect(after.data).not.toContainEqual(expect.objectContaining({ keyId: mine.keyId }));
		expect(all.data).toContainEqual(expect.objectContaining({ keyId: mine.keyId, revokedAt: expect.any(String) }));
	});

	test.each([
		[["keys", "create", "x", "--expires", "soon"], "30d"],
		[["keys", "create", "x", "--scopes", "a,,b"], "commas"],
		[["keys", "create", "x", "--requests-per-minute", "0"], "whole number"],
		[["keys", "edit", "key_x"], "name what is to change"],
	])("%j is asked for wrongly", async (args, words) => {
		expect(await run(...args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(words) });
	});
});

test("config set keeps address and key for their owner only; config remove forgets them", async () => {
	const url = "https://gateway.example/prod";
	const set = await cli.run(["config", "set", `${url}/`, "--key-stdin", "--json"], { input: "sr_prod_secret\n" });
	const shown = JSON.parse((await cli.run(["config", "--json"])).stdout);
	const { file } = JSON.parse(set.stdout);
	const mode = statSync(file).mode & 0o777;
	const removed = JSON.parse((await cli.run(["config", "remove", "--json"])).stdout);

	expect(set).toMatchObject({ code: 0, stderr: "" });
	expect(shown).toMatchObject({ url, urlFrom: "config", key: "…cret", keyFrom: "config" });
	expect(mode).toBe(0o600);
	expect(removed).toEqual({ file, removed: true });
	expect(await cli.run(["config", "set", "nonsense", "--key-stdin"], { input: "x" })).toMatchObject({ code: 2 });
});

describe("doctor", () => {
	test("finds nothing to mend where all is well", async () => {
		const words = await run("doctor");
		const { ok, checks } = await json("doctor");

		expect(words).toMatchObject({ code: 0, stderr: "" });
		expect(ok).toBe(true);
		expect(checks.length).toBeGreaterThanOrEqual(12);
		expect(checks.filter(({ status }: { status: string }) => status === "fail")).toEqual([]);
		expect(Object.keys(checks[0])).toEqual(["id", "title", "status", "detail", "fix"]);
	});

	test("says what to do where nobody answers, or the key is wrong", async () => {
		const alone = await cli.run(["doctor"], { env: { SMART_ROUTER_URL: "http://127.0.0.1:1" } });
		const wrong = await cli.run(["doctor"], { env: { ...env, SMART_ROUTER_KEY: "wrong" } });

		expect(alone).toMatchObject({ code: 1, stdout: expect.stringContaining("Fix: Run `npm start`") });
		expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining("FAIL  Key is accepted") });
	});
});

describe("completion", () => {
	const completed = async (line: string): Promise<string[]> => {
		const shims = join(cli.folder, "shims");
		mkdirSync(shims, { recursive: true });
		rmSync(join(shims, "smart-router"), { force: true });
		symlinkSync(bundle, join(shims, "smart-router"));
		const { stdout: script } = await run("completion", "bash");
		const asked = `${script}\nCOMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}; _smart_router; printf '%s\\n' "\${COMPREPLY[@]}"`;
		const { stdout } = await runFile("/bin/bash", ["-c", asked], { ...cli.env, ...env, PATH: `${shims}:${process.env.PATH}` });
		return stdout.split("\n").filter((word) => word !== "");
	};

	test.each([
		["smart-router acc", ["accounts"]],
		["smart-router accounts sh", ["show"]],
		["smart-router settings openai --strategy ", ["round-robin", "least-used", "failover-only"]],
		["smart-router keys create ci --req", ["--requests-per-minute"]],
		["smart-router completion ", ["bash", "zsh", "fish"]],
		["smart-router accounts rotate ant", ["anthropic", "antigravity"]],
	])("bash completes %j", async (line, words) => {
		expect(await completed(line)).toEqual(expect.arrayContaining(words.filter((word) => word !== "antigravity")));
	});

	test("bash completes what follows the colon of a profile id", async () => {
		expect((await completed("smart-router accounts show openai:")).toSorted()).toEqual(["personal", "work"]);
		expect(await completed("smart-router accounts show op")).toEqual(expect.arrayContaining(["openai:work"]));
	});

	test.each(["zsh", "fish"])("%s gets its script", async (shell) => {
		expect((await run("completion", shell)).stdout).toContain("smart-router __complete");
	});
});

test("nothing that was printed held a secret, or a colour without a terminal", () => {
	const said = cli.transcript();

	expect(said).toContain("openai:work");
	for (const secret of [adminKey, "sk-fake-work", "sk-fake-personal", "sr_prod_secret"]) expect(said).not.toContain(secret);
	expect(said).not.toContain("\u001b");
});
