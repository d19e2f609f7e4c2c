import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";
import type { MatrixClient } from "../support/matrix/client.ts";
import { clients } from "../support/matrix/clients.ts";
import { type Scenario, scenarios } from "../support/matrix/scenarios.ts";

/** Providers that only stream, or never do: every client is answered as it asked. */

const ways = ["only", "never"] as const;
type Way = (typeof ways)[number];

const model = "claude-sonnet-5-5";
const idOf = (protocol: MatrixClient["id"], way: Way): string => `${protocol}-${way}`;

let upstreams: Readonly<Record<Way, FakeUpstream>>;
let gateway: TestGateway;

beforeAll(async () => {
	upstreams = { only: await startFakeUpstream({ streaming: "only" }), never: await startFakeUpstream({ streaming: "never" }) };
	gateway = await startTestGateway();
	for (const way of ways) {
		for (const { id: protocol } of clients) {
			const id = idOf(protocol, way);
			const baseUrl = `${upstreams[way].origin}${protocol.startsWith("openai-") ? "/v1" : ""}`;
			await gateway.link({ id, protocol, baseUrl, streaming: way }, [id]);
		}
	}
});
afterEach(() => {
	for (const way of ways) upstreams[way].reset();
});
afterAll(async () => {
	await gateway.close();
	for (const way of ways) await upstreams[way].close();
});

const asked = ["plain", "multi-turn", "parallel tools + results", "structured output", "max tokens"];
const cases = scenarios.filter(({ name }) => asked.includes(name));

async function ask(client: MatrixClient, provider: string, { asked: what }: Pick<Scenario, "asked">, stream: boolean) {
	const named = `${provider}/${model}`;
	const response = await gateway.call("POST", client.path(named, stream), client.body(what, named, stream));
	const text = await response.text();
	return { response, text, reading: client.read(text, stream && response.status === 200) };
}

describe.each(clients)("a client of $id", (client) => {
	describe.each(clients)("at a provider of $id", ({ id: protocol }) => {
		it.each(ways.flatMap((way) => cases.map((scenario) => ({ way, scenario, name: scenario.name }))))(
			"that $way streams: $name",
			async ({ way, scenario }) => {
				const { text, ...expected } = scenario.expected(client.id, protocol);
				for (const stream of [false, true]) {
					const { response, reading } = await ask(client, idOf(protocol, way), scenario, stream);

					expect(response.status, reading.error).toBe(200);
					expect(response.headers.get("content-type")).toMatch(stream ? /^text\/event-stream/ : /^application\/json/);
					expect(reading).toMatchObject({ error: "", ...expected });
					expect(reading.text).toMatch(text ?? "");
					expect(reading.input).toBeGreaterThan(0);
					expect(reading.output).toBeGreaterThan(0);
				}
			},
		);
	});
});

describe("a whole answer from a provider that only streams", () => {
	const hello = { asked: { turns: [{ by: "user", text: "Say a few words" } as const] } };

	it.each(clients)("of $id: an error or a break in the stream goes to the next account, for nothing has been said", async (client) => {
		const provider = idOf(client.id, "only");
		const label = `${provider}-2`;
		await gateway.admin("POST", "/admin/accounts", { provider, method: "api_key", apiKey: keyOf(label), label });
		for (const fault of [{ errorAfter: 3 }, { breakAfter: 3 }]) {
			upstreams.only.script(keyOf(label), fault);

			const { response, reading } = await ask(client, provider, hello, false);

			expect(response.headers.get("x-smart-router-attempts")).toBe("2");
			expect(reading).toMatchObject({ text: "You said: Say a few words", finish: "stop", error: "" });
			await gateway.admin("DELETE", `/admin/cooldowns?provider=${provider}`);
		}
	});

	it("keeps what a client wrote in its own protocol", async () => {
		const provider = idOf("openai-responses", "only");
		const body = { model: `${provider}/${model}`, input: [{ role: "user", content: "hi" }], metadata: { a: "b" }, truncation: "auto" };

		const response = await gateway.call("POST", "/v1/responses", body, { "openai-beta": "x=1" });

		expect(response.status).toBe(200);
		const sent = upstreams.only.chats()[0];
		expect(JSON.parse(sent?.body ?? "")).toEqual({ ...body, model, stream: true });
		expect(sent?.headers["openai-beta"]).toBe("x=1");
	});

	it("carries reasoning of the client's own protocol as its maker gave it", async () => {
		const turn = { turns: [{ by: "user", text: "Use get_weather" } as const], tools: ["get_weather"], reasoning: true };
		for (const client of clients.filter(({ id }) => id !== "openai-chat")) {
			const { text } = await ask(client, idOf(client.id, "only"), { asked: turn }, false);

			expect(text).toMatch(/"(signature|thoughtSignature|encrypted_content)":"(?!c21hcnQtcm91dGVy)[^"]+"/);
		}
	});
});

it("what a provider does is told, and a built-in one's cannot be changed", async () => {
	const { data } = await gateway.admin<{ data: { id: string; streaming: string | null }[] }>("GET", "/admin/providers");
	const refused = await gateway.call("PUT", "/admin/providers/openai", { baseUrl: "https://api.example/v1", streaming: "only" });

	expect(data.find(({ id }) => id === idOf("gemini", "only"))?.streaming).toBe("only");
	expect(data.find(({ id }) => id === "openai")?.streaming).toBeNull();
	expect(refused.status).toBe(400);
	expect(await refused.json()).toMatchObject({ error: { param: "streaming" } });
});
