import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, makeFolder, removeFolder } from "../support/gateway.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { inParallel } from "../support/load.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const labels = Array.from({ length: 6 }, (_, index) => `account-${index}`);

interface Listed<Entry> {
	readonly data: readonly Entry[];
}
interface AccountView {
	readonly profileId: string;
	readonly cooldowns: readonly object[];
}

let upstream: FakeUpstream;
let folder: string;
let gateway: GatewayProcess;

beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
beforeEach(async () => {
	folder = makeFolder();
	gateway = await startGatewayProcess(folder);
	await gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, labels);
});
afterEach(async () => {
	await gateway.kill("SIGKILL");
	removeFolder(folder);
	upstream.reset();
});

const accounts = async (): Promise<readonly AccountView[]> => (await gateway.admin<Listed<AccountView>>("GET", "/admin/accounts")).data;
const cooldowns = async (): Promise<object> =>
	Object.fromEntries((await accounts()).map(({ profileId, cooldowns }) => [profileId, cooldowns]));
const statusOf = async (headers?: Record<string, string>): Promise<number> => {
	const response = await gateway.chat(hello, headers);
	await response.text();
	return response.status;
};

describe("a gateway that is killed in the middle of a load run", () => {
	it("has all accounts, cooldowns and keys when it starts again", async () => {
		for (const label of labels.slice(0, 2)) upstream.script(keyOf(label), { status: 429, headers: { "retry-after": "700" } });
		for (let request = 0; request < labels.length; request++) await statusOf();
		const limited = await gateway.admin<{ key: string }>("POST", "/admin/keys", { name: "ci", scopes: ["proxy"], providers: ["fake"] });
		const revoked = await gateway.admin<{ key: string; keyId: string }>("POST", "/admin/keys", { name: "old", scopes: ["proxy"] });
		await gateway.admin("DELETE", `/admin/keys/${revoked.keyId}`);
		const before = { cooldowns: await cooldowns(), keys: await gateway.admin("GET", "/admin/keys") };

		let answered = 0;
		let killed: Promise<number | null> | undefined;
		await inParallel(2000, 16, async () => {
			if (killed) return;
			await statusOf().catch(() => undefined);
			if (++answered === 150) killed = gateway.kill("SIGKILL");
		});
		expect(await killed).toBeNull();
		gateway = await startGatewayProcess(folder);

		expect(await statusOf({ authorization: `Bearer ${limited.key}` })).toBe(200);
		expect(await statusOf({ authorization: `Bearer ${revoked.key}` })).toBe(401);
		expect({ cooldowns: await cooldowns(), keys: await gateway.admin("GET", "/admin/keys") }).toEqual(before);
		expect(Object.values(before.cooldowns).filter((entries) => entries.length === 1)).toHaveLength(2);
	});

	it("keeps what it has told an admin, however soon after", async () => {
		const wanted: Record<string, object[]> = {};
		for (const label of labels) {
			await gateway.admin("PUT", `/admin/accounts/fake:${label}/cooldowns/*`, { seconds: 600, reason: `by hand: ${label}` });
			wanted[`fake:${label}`] = [expect.objectContaining({ scope: "*", reason: `by hand: ${label}` })];
		}

		await gateway.kill("SIGKILL");
		gateway = await startGatewayProcess(folder);

		expect(await cooldowns()).toEqual(wanted);
	});

	it("knows of a limit that a client was told of", async () => {
		for (const label of labels) upstream.script(keyOf(label), { status: 429, headers: { "retry-after": "700" } });

		const told = await statusOf();
		await gateway.kill("SIGKILL");
		gateway = await startGatewayProcess(folder);

		expect([told, await statusOf()]).toEqual([429, 429]);
		expect(upstream.chats()).toHaveLength(labels.length);
	});
});

describe("a gateway that is asked to stop with 20 requests under way", () => {
	it("lets all of them finish, records them and ends with 0", async () => {
		const gate = upstream.gate();
		const under = Array.from({ length: 20 }, (_, index) => gateway.chat({ ...hello, stream: index % 2 === 1 }));
		await upstream.until((calls) => calls.filter(({ method }) => method === "POST").length === 20);

		const exit = gateway.kill("SIGTERM");
		await refusesConnections(gateway.url);
		const released = performance.now();
		gate.open();
		const responses = await Promise.all(under);
		const texts = await Promise.all(responses.map((response) => response.text()));

		expect(await exit).toBe(0);
		expect(performance.now() - released).toBeLessThan(3000);
		expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(200));
		expect(texts.filter((text) => text.includes("Say") && text.includes("hi"))).toHaveLength(20);
		gateway = await startGatewayProcess(folder);
		const { data } = await gateway.admin<Listed<{ outcome: string }>>("GET", "/admin/requests?limit=100");
		expect(data.map(({ outcome }) => outcome)).toEqual(Array(20).fill("ok"));
	});

	it("ends at once when nothing is under way", async () => {
		await statusOf();
		const asked = performance.now();

		expect(await gateway.kill("SIGTERM")).toBe(0);
		expect(performance.now() - asked).toBeLessThan(2000);
	});
});

/** Resolves once nobody listens at the address any more: asked on connections of their own, again and again. */
async function refusesConnections(url: string): Promise<void> {
	for (;;) {
		const listening = await fetch(`${url}/health`, { headers: { connection: "close" } }).then(
			(response) => response.text(),
			() => undefined,
		);
		if (listening === undefined) return;
	}
}
