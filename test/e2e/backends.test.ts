import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startDynalite } from "../support/dynalite.ts";
import { startDynamoDbLocal } from "../support/dynamodb-local.ts";
import type { Emulator } from "../support/emulator.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { inParallel, tally } from "../support/load.ts";
import { runs } from "../support/runs.ts";
import { dummyAws, freshTable } from "../support/table.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const requests = runs(300, 1000);

let upstream: FakeUpstream;
beforeAll(async () => {
	upstream = await startFakeUpstream({ record: false });
});
afterAll(() => upstream.close());

describe.each<[string, () => Promise<Emulator | undefined>]>([
	["dynalite", startDynalite],
	["DynamoDB Local", startDynamoDbLocal],
])("rotation over HTTP on a table of %s", (_, startEmulator) => {
	let emulator: Emulator | undefined;
	let gateway: TestGateway | undefined;

	beforeAll(async () => {
		emulator = await startEmulator();
	});
	afterEach(async () => {
		await gateway?.close();
		gateway = undefined;
		vi.unstubAllEnvs();
	});
	afterAll(() => emulator?.stop());

	/** A gateway on a fresh table with so many accounts; skips the test where the emulator is not installed, which it has said loudly. */
	async function gatewayWith(count: number, skip: () => never): Promise<TestGateway> {
		if (!emulator) return skip();
		const { client, table } = await freshTable(emulator.endpoint);
		client.destroy();
		vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", emulator.endpoint);
		vi.stubEnv("AWS_REGION", dummyAws.region);
		vi.stubEnv("AWS_ACCESS_KEY_ID", dummyAws.credentials.accessKeyId);
		vi.stubEnv("AWS_SECRET_ACCESS_KEY", dummyAws.credentials.secretAccessKey);
		gateway = await startTestGateway({ env: { SMART_ROUTER_STORE: "dynamodb", SMART_ROUTER_TABLE: table } });
		const labels = Array.from({ length: count }, (_, index) => `account-${index}`);
		await gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, labels);
		return gateway;
	}

	const profileOf = async ({ chat }: TestGateway): Promise<string> => {
		const response = await chat(hello);
		await response.text();
		return response.status === 200 ? (response.headers.get("x-smart-router-profile") ?? "none") : `status ${response.status}`;
	};

	it("gives 30 sequential requests to 3 accounts 10 times each", async ({ skip }) => {
		const three = await gatewayWith(3, skip);

		const profiles: string[] = [];
		for (let request = 0; request < 30; request++) profiles.push(await profileOf(three));

		expect(tally(profiles)).toEqual({ "fake:account-0": 10, "fake:account-1": 10, "fake:account-2": 10 });
	});

	it(`spreads ${requests} requests at concurrency 32 over 10 accounts evenly and fails none`, async ({ skip }) => {
		const ten = await gatewayWith(10, skip);

		const counts = tally(await inParallel(requests, 32, () => profileOf(ten)));

		expect(Object.keys(counts).sort()).toEqual(Array.from({ length: 10 }, (_, index) => `fake:account-${index}`));
		expect(Math.max(...Object.values(counts)) / Math.min(...Object.values(counts))).toBeLessThanOrEqual(1.3);
	});
});
