import { describe, expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";
import { inParallel, tally } from "../support/load.ts";
import { stateOf } from "../support/stored.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const labels = (count: number): string[] => Array.from({ length: count }, (_, index) => `account-${index}`);

const scene = await gatewayForEach({ frozen: true });
const { gateway, upstream, time } = scene;

const link = (count: number): Promise<void> => scene.link(...labels(count));

/** Which account answered. */
async function turn(headers: Record<string, string>, body: object = {}): Promise<string> {
	const response = await gateway.chat({ ...hello, ...body }, headers);
	await response.text();
	return response.status === 200 ? (response.headers.get("x-smart-router-profile") ?? "none") : `status ${response.status}`;
}

describe("affinity over HTTP", () => {
	it("keeps 100 conversations of 20 turns on their accounts, and the accounts evenly loaded", { timeout: 120_000 }, async () => {
		await link(5);
		const turns: { conversation: number; account: string }[] = [];

		await inParallel(100, 16, async (conversation) => {
			for (let count = 0; count < 20; count++) {
				const stream = count % 2 === 1;
				turns.push({ conversation, account: await turn({ "x-claude-code-session-id": `session-${conversation}` }, { stream }) });
			}
		});

		const first = new Map(turns.toReversed().map(({ conversation, account }) => [conversation, account]));
		const strays = turns.filter(({ conversation, account }) => first.get(conversation) !== account);
		const load = Object.values(tally(turns.map(({ account }) => account)));
		expect(strays.length / turns.length).toBeLessThanOrEqual(0.01);
		expect(load).toHaveLength(5);
		expect(Math.max(...load) / Math.min(...load)).toBeLessThanOrEqual(1.3);
	});

	it("spills over while the account is limited and returns to it", async () => {
		await link(3);
		const session = { "session-id": "one" };
		const home = await turn(session);
		upstream.script(keyOf(home.slice("fake:".length)), { status: 429, headers: { "retry-after": "30" } });

		const away = [await turn(session), await turn(session), await turn(session)];
		upstream.reset();
		time.now += 33_000;
		const back = [await turn(session), await turn(session)];

		expect(away).not.toContain(home);
		expect(back).toEqual([home, home]);
	});

	it("goes by the prompt cache key, never by the user, and rotates without either", async () => {
		await link(2);

		const cached = [
			await turn({}, { prompt_cache_key: "k" }),
			await turn({}, { prompt_cache_key: "k" }),
			await turn({}, { prompt_cache_key: "k" }),
		];
		const byUser = [await turn({}, { user: "alice" }), await turn({}, { user: "alice" })];

		expect(new Set(cached).size).toBe(1);
		expect(new Set(byUser).size).toBe(2);
	});

	it("binds each API key's conversations apart, and nothing in a pool that has it switched off", async () => {
		await link(4);
		const session = { "x-session-id": "same" };
		const { key } = await gateway.admin<{ key: string }>("POST", "/admin/keys", { name: "other", scopes: ["proxy"] });

		const mine = await turn(session);
		const theirs = await turn({ ...session, authorization: `Bearer ${key}` });
		expect([await turn(session), await turn({ ...session, authorization: `Bearer ${key}` })]).toEqual([mine, theirs]);
		await gateway.admin("PATCH", "/admin/pools/fake", { affinity: { enabled: false } });
		const rotated = [await turn(session), await turn(session), await turn(session), await turn(session)];

		expect(theirs).not.toBe(mine);
		expect(new Set(rotated).size).toBe(4);
	});

	it("stores no session in clear", async () => {
		await link(1);
		await turn({ "x-session-id": "alice-at-home" });
		await gateway.stop();

		expect(stateOf(gateway.folder)).toContain("affinity#");
		expect(stateOf(gateway.folder)).not.toContain("alice-at-home");
	});
});
