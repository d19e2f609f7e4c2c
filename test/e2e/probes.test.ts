import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { inParallel, tally } from "../support/load.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const minute = 60_000;
const sixDays = { status: 429, headers: { "retry-after": String(6 * 86_400) } };

let upstream: FakeUpstream;
let gateways: TestGateway[];
let now: number;

beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
beforeEach(async () => {
	now = Date.UTC(2030, 0, 1, 12);
	const first = await startTestGateway({ clock: () => now });
	gateways = [first, await startTestGateway({ clock: () => now, folder: first.folder })];
	await first.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["model-x"] }, ["a", "b"]);
});
afterEach(async () => {
	for (const gateway of gateways.toReversed()) await gateway.close();
	upstream.reset();
});

/** Requests at both gateways, on one store, at once; which account answered each. */
const ask = (times: number): Promise<string[]> =>
	inParallel(times, 8, async (index) => {
		const gateway = gateways[index % gateways.length];
		const response = await gateway?.chat(hello);
		await response?.text();
		return response?.headers.get("x-smart-router-profile") ?? `status ${response?.status}`;
	});

const probes = (): number => upstream.chats(keyOf("a")).length - 1;

it("a cooldown of six days costs one call every ten minutes of all processes, and no client an error; when the quota is back it is over", async () => {
	upstream.script(keyOf("a"), sixDays);
	await ask(4);
	const seen: number[] = [];
	const answers: string[] = [];
	for (let minutes = 0; minutes < 30; minutes += 5) {
		answers.push(...(await ask(10)));
		seen.push(probes());
		now += 5 * minute;
	}

	upstream.reset();
	const healed = await ask(20);

	expect(tally(answers)).toEqual({ "fake:b": 60 });
	expect(seen).toEqual([0, 0, 1, 1, 2, 2]);
	expect(healed).toContain("fake:a");
	expect(await gateways[0]?.admin("GET", "/admin/accounts/fake:a")).toMatchObject({ status: "verified", cooldowns: [] });
	expect(Math.abs((tally(await ask(20))["fake:a"] ?? 0) - 10)).toBeLessThanOrEqual(2);
});
