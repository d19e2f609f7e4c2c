import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type AuthorizationServer, startAuthorizationServer } from "../support/authorization-server.ts";
import { startDynamoDbLocal } from "../support/dynamodb-local.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { makeFolder, removeFolder, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { type GatewayWorker, startGatewayWorker } from "../support/gateway-worker.ts";
import { runs } from "../support/runs.ts";
import { deadPage, linkLogin } from "../support/sign-in-at.ts";
import { dummyAws, freshTable } from "../support/table.ts";

const hour = 3_600_000;
const minute = 60_000;
const expiries = runs(3, 200);
const atOnce = runs(15, 50);

let upstream: FakeUpstream;
let server: AuthorizationServer;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
	upstream = await startFakeUpstream();
	server = await startAuthorizationServer({ redirectUris: [deadPage] });
});
afterEach(async () => {
	upstream.reset();
	for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
	await upstream.close();
	await server.close();
});

const tokenCalls = (): number => server.asked.filter((call) => call === "POST /token").length;
const folderOf = (): string => {
	const folder = makeFolder();
	closing.push(() => removeFolder(folder));
	return folder;
};
async function worker(folder: string, env: Readonly<Record<string, string>> = {}): Promise<GatewayWorker> {
	const started = await startGatewayWorker(folder, env);
	closing.push(() => started.stop());
	return started;
}
const place = () => ({ id: "corp", baseUrl: `${upstream.origin}/v1` });
const accountOf = (gateway: Pick<TestGateway, "admin">, id: string) => gateway.admin("GET", `/admin/accounts/${encodeURIComponent(id)}`);

describe("an expired token", () => {
	it("is renewed on the way of a request, once for all that come at once, and seen in nothing that is said", async () => {
		let now = Date.now();
		const gateway = await startTestGateway({ clock: () => now });
		closing.push(() => gateway.close());
		const id = await linkLogin(gateway, server, place());
		const before = await accountOf(gateway, id);
		const [first] = upstream.calls();
		now += hour;
		const callsBefore = tokenCalls();

		const answers = await Promise.all(
			Array.from({ length: 10 }, () => gateway.chat({ model: "corp/m", messages: [{ role: "user", content: "Hi" }] })),
		);

		const told = JSON.stringify([await Promise.all(answers.map((answer) => answer.text())), await accountOf(gateway, id)]);
		const tokens = new Set(upstream.chats().map(({ apiKey }) => apiKey));
		expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
		expect(tokenCalls() - callsBefore).toBe(1);
		expect(tokens.size).toBe(1);
		expect(tokens).not.toContain(first?.apiKey);
		expect((await accountOf(gateway, id))["tokenExpiresAt"]).toBe(new Date(now + hour).toISOString());
		expect(before["status"]).toBe("verified");
		for (const token of [...tokens, first?.apiKey ?? "none"]) expect(told).not.toContain(token);
	});

	it("that the provider refuses early is renewed, and the same account answers", async () => {
		const gateway = await startTestGateway();
		closing.push(() => gateway.close());
		const id = await linkLogin(gateway, server, place());
		const [first] = upstream.calls();
		upstream.revoke(first?.apiKey ?? "");
		const callsBefore = tokenCalls();

		const answer = await gateway.chat({ model: "corp/m", messages: [{ role: "user", content: "Hi" }] });

		expect(answer.status).toBe(200);
		expect(answer.headers.get("x-smart-router-attempts")).toBe("1");
		expect(tokenCalls() - callsBefore).toBe(1);
		expect(await accountOf(gateway, id)).toMatchObject({ status: "verified" });
	});
});

/** Stands before the token endpoint; while it holds, the provider has answered but nobody hears it. */
async function tokenProxy(): Promise<{ readonly url: string; hold(): Promise<void> }> {
	let held: (() => void) | undefined;
	const proxy: Server = createServer(async (request, response) => {
		const body = await text(request);
		const answer = await fetch(`${server.issuer}/token`, {
			method: "POST",
			headers: { "content-type": request.headers["content-type"] ?? "" },
			body,
		});
		const said = await answer.text();
		if (held) return held();
		response.writeHead(answer.status, { "content-type": "application/json" }).end(said);
	});
	await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
	closing.push(() => {
		proxy.closeAllConnections();
		proxy.close();
	});
	return {
		url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/token`,
		hold: () =>
			new Promise((resolve) => {
				held = () => {
					held = undefined;
					resolve();
				};
			}),
	};
}

describe("a process that dies between the provider's answer and storing it", () => {
	it("leaves an account that is Expired and says why, because the provider ends a login whose old token comes again", async () => {
		const folder = folderOf();
		const [dying, other] = [await worker(folder), await worker(folder)];
		const proxy = await tokenProxy();
		const id = await linkLogin(dying, server, { ...place(), tokenUrl: proxy.url });
		const now = Date.now() + hour;
		const answered = proxy.hold();
		const lost = dying.chats(now, 1, "corp/m").catch(() => []);
		await answered;
		await dying.kill();
		void lost;

		const [next] = await other.chats(now + minute + 1, 1, "corp/m");

		expect(next).toBe(503);
		expect(await accountOf(other, id)).toMatchObject({
			status: "expired",
			statusMessage: expect.stringContaining("The refresh was interrupted"),
		});
		const callsBefore = tokenCalls();
		await other.chats(now + 10 * hour, 3, "corp/m");
		expect(tokenCalls()).toBe(callsBefore);
	});
});

describe.each(["SQLite", "DynamoDB Local"])("two processes on %s", (store) => {
	it(`with ${atOnce} requests each at every one of ${expiries} expiries ask for ${expiries} tokens and lose no account`, {
		timeout: 1_800_000,
	}, async ({ skip }) => {
		const env = store === "SQLite" ? {} : await dynamoDb(skip);
		const folder = folderOf();
		const gateways = [await worker(folder, env), await worker(folder, env)] as const;
		const id = await linkLogin(gateways[0], server, place());
		const callsBefore = tokenCalls();
		const statuses = new Map<number, number>();
		let now = Date.now();

		for (let expiry = 0; expiry < expiries; expiry++) {
			now += hour;
			const answered = await Promise.all(gateways.map((gateway) => gateway.chats(now, atOnce, "corp/m")));
			for (const status of answered.flat()) statuses.set(status, (statuses.get(status) ?? 0) + 1);
		}

		expect(statuses).toEqual(new Map([[200, 2 * atOnce * expiries]]));
		expect(tokenCalls() - callsBefore).toBe(expiries);
		expect(await accountOf(gateways[1], id)).toMatchObject({ status: "verified" });
	});
});

async function dynamoDb(skip: () => never): Promise<Record<string, string>> {
	const emulator = await startDynamoDbLocal();
	if (!emulator) return skip();
	closing.push(() => emulator.stop());
	const { client, table } = await freshTable(emulator.endpoint);
	client.destroy();
	return {
		SMART_ROUTER_STORE: "dynamodb",
		SMART_ROUTER_TABLE: table,
		AWS_ENDPOINT_URL_DYNAMODB: emulator.endpoint,
		AWS_REGION: dummyAws.region,
		AWS_ACCESS_KEY_ID: dummyAws.credentials.accessKeyId,
		AWS_SECRET_ACCESS_KEY: dummyAws.credentials.secretAccessKey,
	};
}
