import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { tally } from "../support/load.ts";

const hello = { model: "auto", messages: [{ role: "user", content: "Say hi" }] };

interface AccountView {
	readonly profileId: string;
	readonly createdAt: string;
	readonly cooldowns: readonly { readonly reason: string }[];
}

let upstream: FakeUpstream;
let gateway: TestGateway;
let now = Date.UTC(2030, 0, 1, 12);

beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
afterEach(() => gateway.close());

const start = async (folder?: string, sandbox = true): Promise<TestGateway> => {
	gateway = await startTestGateway({ sandbox, clock: () => now, ...(folder !== undefined && { folder }) });
	return gateway;
};
const accounts = async (): Promise<readonly AccountView[]> => (await gateway.admin<{ data: AccountView[] }>("GET", "/admin/accounts")).data;

async function askedTimes(times: number): Promise<string[]> {
	const profiles: string[] = [];
	for (let request = 0; request < times; request++) {
		const response = await gateway.chat(hello);
		await response.text();
		profiles.push(response.status === 200 ? (response.headers.get("x-smart-router-profile") ?? "none") : `status ${response.status}`);
		now += 1000;
	}
	return profiles;
}

describe("the sandbox", () => {
	it("is there at the first start, three accounts that auto rotates over", async () => {
		await start();

		expect((await accounts()).map(({ profileId }) => profileId)).toEqual(["sandbox:backup", "sandbox:personal", "sandbox:work"]);
		expect(tally(await askedTimes(9))).toEqual({ "sandbox:backup": 3, "sandbox:personal": 3, "sandbox:work": 3 });
	});

	it("limits one of them from time to time, which no client notices, and which is over by itself", async () => {
		await start();

		const first = await askedTimes(12);
		const limited = (await accounts()).filter(({ cooldowns }) => cooldowns.length > 0);
		const later = await askedTimes(60);

		expect(limited).toMatchObject([{ profileId: "sandbox:backup", cooldowns: [{ reason: "rate limited" }] }]);
		expect(Object.keys(tally([...first, ...later])).sort()).toEqual(["sandbox:backup", "sandbox:personal", "sandbox:work"]);
		expect(tally(later)["sandbox:backup"]).toBeGreaterThan(3);
		expect(tally(later)["sandbox:backup"]).toBeLessThan(20);
	});

	it("streams as well", async () => {
		await start();

		const response = await gateway.chat({ ...hello, stream: true });

		expect(response.headers.get("content-type")).toContain("text/event-stream");
		expect(await response.text()).toMatch(/"content":"Hi "[\s\S]*data: \[DONE\]\s*$/);
	});

	it("is never used by auto once a real account is linked, and again when that is gone", async () => {
		await start();
		await askedTimes(1);

		await gateway.link({ id: "real", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["model-x"] }, ["a"]);
		const linked = await askedTimes(5);
		const named = await gateway.chat({ ...hello, model: "sandbox/sandbox-1" });
		await gateway.admin("DELETE", "/admin/accounts/real:a");
		const gone = await askedTimes(1);

		expect(tally(linked)).toEqual({ "real:a": 5 });
		expect(named.headers.get("x-smart-router-provider")).toBe("sandbox");
		expect(gone[0]).toMatch(/^sandbox:/);
	});

	it("is not asked while the real account rests", async () => {
		await start();
		await gateway.link({ id: "real", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["model-x"] }, ["a"]);
		await gateway.admin("PUT", "/admin/accounts/real:a/cooldowns/*", { seconds: 300 });

		expect(await askedTimes(1)).toEqual(["status 429"]);
	});

	it("is not linked again at the second start, whatever became of it", async () => {
		const { folder } = await start();
		await gateway.admin("DELETE", "/admin/accounts/sandbox:work");
		const before = await accounts();
		await gateway.stop();
		now += 60_000;

		await start(folder);

		expect(await accounts()).toEqual(before);
		expect(await askedTimes(1)).toEqual([expect.stringMatching(/^sandbox:/)]);
	});

	it("is left out with --no-sandbox", async () => {
		await start(undefined, false);

		expect(await accounts()).toEqual([]);
		expect(await askedTimes(1)).toEqual(["status 503"]);
	});
});
