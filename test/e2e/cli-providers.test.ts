import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCli, type Cli } from "../support/cli.ts";
import { adminKey, startTestGateway, type TestGateway } from "../support/gateway.ts";

let cli: Cli;
let gateway: TestGateway;
beforeAll(async () => {
	cli = buildCli();
	gateway = await startTestGateway();
});
afterAll(async () => {
	await gateway?.close();
	cli?.remove();
});

const secret = "a-client-secret-canary-91c2";
const run = (args: string, input?: string) =>
	cli.run(args.split(" "), { env: { SMART_ROUTER_URL: gateway.url, SMART_ROUTER_KEY: adminKey }, ...(input !== undefined && { input }) });
const json = async (args: string, input?: string) => JSON.parse((await run(`${args} --json`, input)).stdout);

describe("providers", () => {
	test("one of your own is added, shown, changed and removed", async () => {
		const added = await run("providers add lab --protocol openai-chat --base-url http://127.0.0.1:9/v1 --models m-1,m-2 --auth x-api-key");
		const again = await run("providers add lab --protocol gemini --base-url http://127.0.0.1:9");
		const changed = await json("providers set lab --base-url http://127.0.0.1:8/v1 --auth default");
		const shown = await run("providers show lab");
		const removed = await run("providers remove lab --yes");
		const gone = await run("providers show lab");

		expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining("Added lab.") });
		expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("smart-router providers set lab") });
		expect(changed).toMatchObject({ protocol: "openai-chat", baseUrl: "http://127.0.0.1:8/v1", models: ["m-1", "m-2"], auth: "bearer" });
		expect(shown.stdout).toMatch(/^base URL +http:\/\/127\.0\.0\.1:8\/v1$/m);
		expect(removed).toMatchObject({ code: 0, stdout: "Removed lab.\n" });
		expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining("Known providers: ") });
	});

	test("a built-in one is moved, by any of its names, and put back", async () => {
		const moved = await json("providers set claude --base-url http://127.0.0.1:9");
		const back = await json("providers set anthropic --base-url default");

		expect(moved).toMatchObject({ id: "anthropic", baseUrl: "http://127.0.0.1:9" });
		expect(back.baseUrl).toMatch(/anthropic\.com/);
	});

	test.each([
		["providers nonsense", "list, show, add, set, remove, client"],
		["providers add lab --base-url http://x.example", "--protocol"],
		["providers set openai", "name what is to change"],
		["providers set openai --plan-logins perhaps", "on or off"],
		["providers client set gemini", "name what is to change"],
		["providers client set gemini --secret", "--secret-stdin"],
		[`providers client set gemini --secret=${secret}`, "unknown option"],
		[`providers client set gemini --secret ${secret}`, "too many arguments"],
	])("%s is asked for wrongly", async (args, words) => {
		const refused = await run(args);

		expect(refused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(words) });
	});
});

describe("the OAuth client", () => {
	test("is set with its secret from stdin, changed without it, shown without it, and removed", async () => {
		const set = await run("providers client set gemini --client-id mine.apps.example --secret-stdin", `${secret}\n`);
		const changed = await json("providers client set gemini --scopes one,two --redirect-uri http://127.0.0.1/back");
		const described = await json("providers client set gemini --scopes default");
		const shown = await run("providers client show gemini");
		const without = await json("providers client set gemini --no-secret");
		const removed = await run("providers client remove gemini --yes");
		const gone = await run("providers client show gemini");

		expect(set).toMatchObject({ code: 0, stdout: expect.stringContaining("with a secret") });
		expect(set.stdout).toContain("/login/gemini/callback");
		expect(changed).toMatchObject({ hasSecret: true, scopes: ["one", "two"], redirectUri: "http://127.0.0.1/back" });
		expect(described.scopes).toContain("https://www.googleapis.com/auth/cloud-platform");
		expect(shown.stdout).toMatch(/^secret +stored, sent by client_secret_post$/m);
		expect(without).toMatchObject({ clientId: "mine.apps.example", hasSecret: false });
		expect(removed).toMatchObject({ code: 0, stdout: "Removed the OAuth client of gemini.\n" });
		expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining("No OAuth client is configured") });
	});

	/** The command that a refusal names, with what a person puts into it. */
	const commandIn = (hint: string): string =>
		(/smart-router (providers [^(.]+?) \(or/.exec(hint)?.[1] ?? "").replace("<id>", "mine").replace("--secret", "--secret-stdin");

	test("a login that cannot begin names the commands that let it", async () => {
		const login = () => run("login antigravity --method oauth --no-browser", "");

		const withoutClient = await login();
		await run(commandIn(withoutClient.stderr), secret);
		const withoutConsent = await login();
		await run(commandIn(withoutConsent.stderr));
		const begun = await login();

		expect(withoutClient.stderr).toContain("providers client set antigravity --client-id <id> --secret");
		expect(withoutConsent.stderr).toContain("providers set antigravity --plan-logins on");
		expect(begun.stderr).toContain("https://accounts.google.com/");
	});

	test("never shows its secret", () => {
		expect(cli.transcript()).not.toContain(secret);
	});
});
