import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";
import type { MatrixClient } from "../support/matrix/client.ts";
import { clients } from "../support/matrix/clients.ts";
import type { Reading } from "../support/matrix/reading.ts";
import { type Expected, type Scenario, scenarios, special } from "../support/matrix/scenarios.ts";
import { type Cell, matrixPage } from "../support/matrix/table.ts";

const page = new URL("../../docs/reference/protocol-matrix.md", import.meta.url);

interface Provider {
	readonly protocol: MatrixClient["id"];
	readonly id: string;
	readonly model: string;
}

const providers: readonly Provider[] = [
	{ protocol: "openai-chat", id: "chat", model: "model-x" },
	{ protocol: "openai-responses", id: "responses", model: "model-x" },
	{ protocol: "anthropic-messages", id: "anthropic", model: "claude-sonnet-5-5" },
	{ protocol: "gemini", id: "gemini", model: "gemini-3.8-flash" },
];

let upstream: FakeUpstream;
let gateway: TestGateway;
const cells: Cell[] = [];

beforeAll(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	const v1 = `${upstream.origin}/v1`;
	await gateway.link({ id: "chat", protocol: "openai-chat", baseUrl: v1 }, ["chat"]);
	await gateway.link({ id: "responses", protocol: "openai-responses", baseUrl: v1 }, ["responses"]);
	await gateway.link({ id: "anthropic", baseUrl: upstream.origin }, ["anthropic"]);
	await gateway.link({ id: "gemini", baseUrl: upstream.origin }, ["gemini"]);
});
afterEach(() => upstream.reset());
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

interface Pair {
	readonly client: MatrixClient;
	readonly provider: Provider;
	readonly scenario: Scenario;
	readonly stream: boolean;
}

function send(
	{ client, provider: { id, model }, scenario, stream }: Pair,
	signal?: AbortSignal,
	asked = scenario.asked,
): Promise<Response> {
	const named = `${id}/${model}`;
	return gateway.call("POST", client.path(named, stream), client.body(asked, named, stream), {}, signal);
}

/** What the scenario wants, for any answer that is no abort. Throws what fails. */
async function answered(pair: Pair): Promise<"ok" | "400"> {
	const { client, provider, scenario, stream } = pair;
	const behaviour = scenario.behaviour?.(provider.protocol, stream);
	if (behaviour) upstream.script(keyOf(provider.id), behaviour);

	const response = await send(pair);
	const answer = await response.text();

	const isStream = stream && response.status === 200;
	const reading = client.read(answer, isStream);
	if (scenario.refusal?.(client.id, provider.protocol) !== undefined) {
		expect(response.status).toBe(400);
		expect(reading.error).not.toBe("");
		expect(upstream.chats()).toEqual([]);
		return "400";
	}
	assess(scenario, reading, response.status, isStream);
	expect(reading).toMatchObject(wanted(scenario.expected(client.id, provider.protocol)));
	for (const part of scenario.told ?? []) expect(upstream.chats().at(-1)?.body).toMatch(part);
	if (scenario.next) await askNext(pair, scenario.next, reading);
	return "ok";
}

async function askNext(pair: Pair, next: NonNullable<Scenario["next"]>, before: Reading): Promise<void> {
	const response = await send(pair, undefined, next.asked(before));

	const reading = pair.client.read(await response.text(), pair.stream && response.status === 200);
	assess(pair.scenario, reading, response.status, pair.stream);
	expect(reading).toMatchObject(wanted(next.expected));
}

const wanted = ({ text, ...others }: Expected) => ({
	...others,
	...(text !== undefined && { text: typeof text === "string" ? text : expect.stringMatching(text) }),
});

function assess({ end }: Scenario, reading: Reading, status: number, isStream: boolean): void {
	if (end === "answer") {
		expect(reading.error).toBe("");
		expect(status).toBe(200);
		expect(reading.finish).not.toBe("");
		expect(reading.input).toBeGreaterThan(0);
		expect(reading.output).toBeGreaterThan(0);
	} else {
		expect(reading.error).not.toBe("");
		if (end === "broken" && isStream) expect(reading.text).toMatch(/^You said: word0/);
		else expect(status).toBeGreaterThan(400);
	}
}

/** The client leaves, in a stream after the first words: the provider's call ends too. */
async function aborted(pair: Pair): Promise<"ok"> {
	const leaving = new AbortController();
	if (pair.stream) {
		const gate = upstream.gate(keyOf(pair.provider.id));
		const asking = send(pair, leaving.signal);
		gate.release(8);
		const response = await asking;
		expect(response.status).toBe(200);
		await response.body?.getReader().read();
		leaving.abort();
	} else {
		upstream.script(keyOf(pair.provider.id), { hang: true });
		const asking = expect(send(pair, leaving.signal)).rejects.toThrow(/abort/i);
		await upstream.until((calls) => calls.length > 0);
		leaving.abort();
		await asking;
	}
	await upstream.until((calls) => calls.some((call) => call.aborted));
	return "ok";
}

const pairs: readonly Pair[] = clients.flatMap((client) =>
	providers.flatMap((provider) =>
		[...scenarios, ...special]
			.filter(({ askedBy }) => askedBy?.includes(client.id) ?? true)
			.flatMap((scenario) => [false, true].map((stream) => ({ client, provider, scenario, stream }))),
	),
);

describe.each(clients)("a client of $id", (client) => {
	describe.each(providers)("at $protocol", (provider) => {
		const own = pairs.filter((pair) => pair.client === client && pair.provider === provider);

		it.each(own)("$scenario.name, streamed: $stream", async (pair) => {
			const cell = { client: client.id, provider: provider.protocol, scenario: pair.scenario.name, stream: pair.stream };
			try {
				cells.push({ ...cell, outcome: await (pair.scenario.end === "aborted" ? aborted(pair) : answered(pair)) });
			} catch (error) {
				cells.push({ ...cell, outcome: "failed" });
				throw error;
			} finally {
				await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider.id}`);
			}
		});
	});
});

it("the page shows what holds", () => {
	const found = matrixPage(cells, scenarios, special);
	if (process.env["UPDATE_MATRIX"] === "1") writeFileSync(page, found);

	expect(cells.filter(({ outcome }) => outcome === "failed")).toEqual([]);
	expect(readFileSync(page, "utf8")).toBe(found);
});
