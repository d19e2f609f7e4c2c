import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { inParallel, tally } from "../support/load.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const labels = (count: number): string[] => Array.from({ length: count }, (_, index) => `account-${index}`);

let upstream: FakeUpstream;
let gateway: TestGateway;

beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());

async function gatewayWith(count: number): Promise<TestGateway> {
	gateway = await startTestGateway();
	await gateway.link(
		{ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["model-x", "model-y"] },
		labels(count),
	);
	return gateway;
}

afterEach(async () => {
	await gateway.close();
	upstream.reset();
});

const profileOf = (response: Response): string => response.headers.get("x-smart-router-profile") ?? "none";

describe("rotation over HTTP", () => {
	it("gives 30 sequential requests to 3 accounts 10 times each", async () => {
		await gatewayWith(3);

		const profiles: string[] = [];
		for (let request = 0; request < 30; request++) {
			const response = await gateway.chat(hello);
			expect(response.status).toBe(200);
			profiles.push(profileOf(response));
			await response.text();
		}

		expect(tally(profiles)).toEqual({ "fake:account-0": 10, "fake:account-1": 10, "fake:account-2": 10 });
	});

	it("spreads 1,000 requests at concurrency 32 over 10 accounts evenly and fails none", async () => {
		await gatewayWith(10);

		const profiles = await inParallel(1000, 32, async () => {
			const response = await gateway.chat(hello);
			await response.text();
			return response.status === 200 ? profileOf(response) : `status ${response.status}`;
		});

		const uses = Object.values(tally(profiles));
		expect(Object.keys(tally(profiles))).toHaveLength(10);
		expect(Math.max(...uses) / Math.min(...uses)).toBeLessThanOrEqual(1.3);
	});

	it("hides 3 limited accounts of 10 from the clients and leaves them alone for their 30 s", async () => {
		await gatewayWith(10);
		for (const label of labels(3)) upstream.script(keyOf(label), { status: 429, headers: { "retry-after": "30" } });

		await inParallel(16, 16, async () => (await gateway.chat(hello)).text());
		const known = labels(3).map((label) => upstream.chats(keyOf(label)).length);
		const statuses = await inParallel(484, 16, async () => {
			const response = await gateway.chat(hello);
			await response.text();
			return String(response.status);
		});

		expect(tally(statuses)).toEqual({ "200": 484 });
		expect(labels(3).map((label) => upstream.chats(keyOf(label)).length)).toEqual(known);
	});

	it("answers 429 with the earliest Retry-After to the second when all are limited", async () => {
		await gatewayWith(3);
		const waits = ["90", "20", "45"];
		labels(3).forEach((label, index) => {
			upstream.script(keyOf(label), { status: 429, headers: { "retry-after": waits[index] ?? "1" } });
		});

		const response = await gateway.chat(hello);
		const body = await response.json();

		expect(response.status).toBe(429);
		expect([20, 21, 22]).toContain(Number(response.headers.get("retry-after")));
		const accounts = await gateway.admin<{ data: { cooldowns: { until: string }[] }[] }>("GET", "/admin/accounts");
		const earliest = Math.min(...accounts.data.map(({ cooldowns }) => Date.parse(cooldowns[0]?.until ?? "")));
		const again = await gateway.chat(hello);
		expect(Math.abs(Number(again.headers.get("retry-after")) - (earliest - Date.now()) / 1000)).toBeLessThanOrEqual(1);
		expect(body).toMatchObject({ error: { code: "rate_limited" } });
		expect(upstream.chats()).toHaveLength(3);
	});

	it("leaves an account with a limited model usable for other models", async () => {
		await gatewayWith(1);
		upstream.script(keyOf("account-0"), { modelLimited: "model-x", headers: { "retry-after": "60" } });

		const limited = await gateway.chat(hello);
		const other = await gateway.chat({ ...hello, model: "fake/model-y" });

		expect([limited.status, other.status]).toEqual([429, 200]);
	});

	it("punishes no account for the client's own mistake", async () => {
		await gatewayWith(2);
		upstream.script(keyOf("account-0"), { status: 400, body: { error: { message: "bad field", type: "invalid_request_error" } } });
		upstream.script(keyOf("account-1"), { status: 400, body: { error: { message: "bad field", type: "invalid_request_error" } } });

		const response = await gateway.chat(hello);

		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ error: { message: "bad field" } });
		expect(upstream.chats()).toHaveLength(1);
		const { data } = await gateway.admin<{ data: { status: string; cooldowns: unknown[] }[] }>("GET", "/admin/accounts");
		expect(data.map(({ status, cooldowns }) => [status, cooldowns])).toEqual([
			["verified", []],
			["verified", []],
		]);
	});

	it("takes an account with a refused key out of the rotation and says why", async () => {
		await gatewayWith(2);
		upstream.revoke(keyOf("account-0"));

		const statuses = [(await gateway.chat(hello)).status, (await gateway.chat(hello)).status, (await gateway.chat(hello)).status];

		expect(statuses).toEqual([200, 200, 200]);
		expect(upstream.chats(keyOf("account-0"))).toHaveLength(1);
		const account = await gateway.admin("GET", "/admin/accounts/fake:account-0");
		expect(account).toMatchObject({
			status: "error",
			statusMessage: "Account not found: the API key may have been deleted. Re-link the account with a new key.",
		});
	});

	it("says 503 and what to do when nothing is linked", async () => {
		await gatewayWith(0);

		const response = await gateway.chat(hello);

		expect(response.status).toBe(503);
		expect(await response.json()).toMatchObject({
			error: { code: "no_account_available", message: expect.stringContaining("smart-router login") },
		});
	});
});
