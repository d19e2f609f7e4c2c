import { describe, expect, it } from "vitest";
import { keyOf, linkVendors } from "../support/gateway.ts";
import { gatewayForEach, linkAlphaAndBeta } from "../support/gateway-for-each.ts";
import { stateOf } from "../support/stored.ts";

const { gateway, upstream } = await gatewayForEach({
	prepare: async (scene) => {
		await linkAlphaAndBeta(scene);
		await scene.gateway.admin("PUT", "/admin/routing", {
			tiers: { SIMPLE: ["alpha/alpha-small", "beta/beta-small"], REASONING: ["beta/beta-large", "alpha/alpha-large"] },
		});
	},
});

const hard = "Prove that the square root of 2 is irrational, and derive the theorem for all primes.";
const ask = (content: string, more: object = {}, headers: Record<string, string> = {}) =>
	gateway.chat({ model: "auto", messages: [{ role: "user", content }], ...more }, headers);
const routed = ({ headers }: Response) => ["tier", "model", "attempts"].map((name) => headers.get(`x-smart-router-${name}`));
const limit = (id: string, seconds: readonly number[]) => {
	for (const [at, wait] of seconds.entries())
		upstream.script(keyOf(`${id}-${at}`), { status: 429, headers: { "retry-after": String(wait) } });
};

describe("auto", () => {
	it.each([false, true])("goes by what is asked, and its headers say so (stream: %s)", async (stream) => {
		const easy = await ask("Say hi", { stream });
		const difficult = await ask(hard, { stream });
		await Promise.all([easy.text(), difficult.text()]);

		expect(routed(easy)).toEqual(["SIMPLE", "alpha-small", "1"]);
		expect(routed(difficult)).toEqual(["REASONING", "beta-large", "1"]);
		expect(Number(difficult.headers.get("x-smart-router-score"))).toBeGreaterThan(0.5);
		expect(difficult.headers.get("x-smart-router-reason")).toMatch(/^reasoning \.\d\d/);
	});

	it("takes the next candidate when all accounts of the first are limited, and says who answered", async () => {
		limit("alpha", [50, 60]);

		const first = await ask("Say hi");
		const second = await ask("Say hi");

		expect(first.status).toBe(200);
		expect(routed(first)).toEqual(["SIMPLE", "beta-small", "3"]);
		expect(routed(second)).toEqual(["SIMPLE", "beta-small", "1"]);
	});

	it("answers 429 with the earliest Retry-After over all candidates when nothing is left", async () => {
		limit("alpha", [50, 40]);
		limit("beta", [30, 60]);

		const response = await ask("Say hi");

		expect(response.status).toBe(429);
		const wait = Number(response.headers.get("retry-after"));
		// Up to 2 s of jitter on top of what the provider said.
		expect(wait >= 28 && wait <= 32, String(wait)).toBe(true);
		expect(routed(response)[0]).toBe("SIMPLE");
	});

	it("obeys a tier that the client sets, and refuses one that is none", async () => {
		expect(routed(await ask("Say hi", {}, { "x-smart-router-tier": "reasoning" }))).toEqual(["REASONING", "beta-large", "1"]);
		expect((await ask("Say hi", {}, { "x-smart-router-tier": "HARD" })).status).toBe(400);
	});

	it("keeps the tier of a conversation that names itself", async () => {
		const talk = [
			{ role: "user", content: hard },
			{ role: "assistant", content: "…" },
			{ role: "user", content: "thanks!" },
		];
		const answers = await Promise.all([
			gateway.chat({ model: "auto", messages: talk }, { "x-session-id": "one" }),
			gateway.chat({ model: "auto", messages: talk }),
		]);

		expect(answers.map((response) => routed(response)[0])).toEqual(["REASONING", "SIMPLE"]);
	});
});

describe("what is left of a request", () => {
	it("is its tier, score, confidence and reason in the record, and its tokens in the sums", async () => {
		const answer = await ask(hard);
		await answer.text();

		await expect
			.poll(async () => (await gateway.admin<{ data: object[] }>("GET", "/admin/requests")).data)
			.toEqual([
				expect.objectContaining({
					tier: "REASONING",
					confidence: expect.any(Number),
					reason: expect.stringContaining("reasoning"),
					costUsd: null,
				}),
			]);
		const usage = await gateway.admin<{ data: object[] }>("GET", "/admin/usage?groupBy=model,account");
		expect(usage.data).toEqual([expect.objectContaining({ model: "beta/beta-large", requests: 1, errors: 0, unpricedRequests: 1 })]);
	});
});

describe("a dry run", () => {
	it("tells the plan and who would be claimed, and changes nothing", async () => {
		const body = { messages: [{ role: "user", content: hard }] };
		const before = stateOf(gateway.folder);

		const once = await gateway.admin<{ plan: object[] }>("POST", "/admin/route", body);
		const again = await gateway.admin("POST", "/admin/route", body);

		expect(once).toMatchObject({ tier: "REASONING", confidence: expect.any(Number), reason: expect.stringContaining("reasoning") });
		expect(once.plan[0]).toEqual({ provider: "beta", model: "beta-large", eligibleAccounts: 2, wouldClaim: "beta:beta-0" });
		expect(again).toEqual(once);
		expect(stateOf(gateway.folder)).toEqual(before);
		expect(upstream.chats()).toEqual([]);
		const audit = await gateway.admin<{ data: { action: string }[] }>("GET", "/admin/audit");
		expect(audit.data.map(({ action }) => action)).not.toContain("routeDryRun");
	});
});

describe("cost", () => {
	it("is the vendor's counts at the catalog's price, streamed and whole, and a key's budget ends its requests", async () => {
		await linkVendors(gateway, upstream);
		const limited = { name: "limited", scopes: ["proxy"], budget: { tokens: 1, period: "month" } };
		const { key } = await gateway.admin<{ key: string }>("POST", "/admin/keys", limited);
		const headers = { authorization: `Bearer ${key}` };
		const say = (model: string, stream: boolean, more = {}) =>
			gateway.chat({ model, stream, messages: [{ role: "user", content: "Say hi" }] }, more);

		for (const model of ["openai/gpt-6-luna", "anthropic/claude-haiku-5-5", "gemini/gemini-3.8-flash"]) {
			for (const stream of [false, true]) await (await say(model, stream)).text();
		}
		await (await say("openai/gpt-6-luna", false, headers)).text();

		await expect.poll(async () => (await gateway.admin<{ total: { requests: number } }>("GET", "/admin/usage")).total.requests).toBe(7);
		const { data, total } = await gateway.admin<{ data: Sums[]; total: Sums }>("GET", "/admin/usage?groupBy=model");
		expect(data.map(({ model }) => model).toSorted()).toEqual([
			"anthropic/claude-haiku-5-5",
			"gemini/gemini-3.8-flash",
			"openai/gpt-6-luna",
		]);
		for (const row of data) expect(row.costUsd).toBeGreaterThan(0);
		expect(total).toMatchObject({ unpricedRequests: 0, errors: 0 });
		await expect.poll(async () => (await say("openai/gpt-6-luna", false, headers)).status).toBe(429);
		expect(Number((await say("openai/gpt-6-luna", false, headers)).headers.get("retry-after"))).toBeGreaterThan(60);
	});
});

interface Sums {
	readonly model: string;
	readonly costUsd: number;
}
