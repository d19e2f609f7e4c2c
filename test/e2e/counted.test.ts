import { beforeEach, describe, expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";
import { recordOf } from "../support/record-of.ts";

/** What a client takes is counted, whatever it asks for and whenever it leaves; budgets hold for what is counted. */

const words = "one two three four five six seven eight nine ten eleven twelve";
const plain = { model: "openai/gpt-6-luna", messages: [{ role: "user", content: words }] };
const stream = { ...plain, stream: true };

interface Recorded {
	readonly outcome: string;
	readonly status: number;
	readonly inputTokens: number | null;
	readonly outputTokens: number | null;
	readonly costUsd: number | null;
	readonly estimated: boolean;
}

const { gateway, upstream } = await gatewayForEach({
	async prepare({ gateway, upstream }) {
		await gateway.link({ id: "openai", baseUrl: `${upstream.origin}/v1` }, ["openai"]);
		upstream.reset();
	},
});

const recorded = () => recordOf<Recorded>(gateway);

const sent = (label = "openai") => JSON.parse(upstream.chats(keyOf(label)).at(-1)?.body ?? "{}") as Record<string, unknown>;

async function keyWith(budget: object): Promise<Record<string, string>> {
	const made = await gateway.admin<{ key: string }>("POST", "/admin/keys", { name: "spender", scopes: ["proxy"], budget });
	return { authorization: `Bearer ${made.key}` };
}

describe("a plain stream of OpenAI's SDK", () => {
	it("is counted by the provider, and the client gets no chunk that it has not asked for", async () => {
		const told = await (await gateway.chat(stream)).text();

		expect(sent()["stream_options"]).toEqual({ include_usage: true });
		expect(told).not.toContain('"choices":[]');
		expect(told).toMatch(/\[DONE\]\s*$/);
		expect(await recorded()).toMatchObject({ outcome: "ok", estimated: false });
		expect((await recorded()).outputTokens).toBeGreaterThan(0);
	});

	it("with the chunk for who asks for it", async () => {
		const told = await (await gateway.chat({ ...stream, stream_options: { include_usage: true } })).text();

		expect(told).toContain('"choices":[],"usage":{');
	});

	it("spends the budget by what comes out of it too", async () => {
		const client = await keyWith({ tokens: 20, period: "day" });
		await (await gateway.chat({ ...stream, messages: [{ role: "user", content: words }] }, client)).text();
		const { inputTokens, outputTokens } = await recorded();

		const next = await gateway.chat(plain, client);

		expect(inputTokens).toBeLessThan(20);
		expect(outputTokens).toBeGreaterThan(0);
		expect(next.status).toBe(429);
	});
});

describe("what the provider did not count, or not to the end", () => {
	it.each(["openai/gpt-6-luna", "anthropic/claude-sonnet-5-5", "gemini/gemini-3.5-flash"])(
		"%s: a client that hangs up pays for what it has seen",
		async (model) => {
			await gateway.link({ id: "anthropic", baseUrl: upstream.origin }, ["anthropic"]);
			await gateway.link({ id: "gemini", baseUrl: upstream.origin }, ["gemini"]);
			const gate = upstream.gate();
			const hangUp = new AbortController();
			const answered = gateway.chat({ ...stream, model }, {}, hangUp.signal);
			gate.release(8);
			const reader = (await answered).body?.getReader();
			await reader?.read();

			hangUp.abort();
			await upstream.until((calls) => calls.some((call) => call.aborted));

			const { inputTokens, outputTokens, costUsd, ...record } = await recorded();
			expect(record).toMatchObject({ outcome: "aborted", estimated: true });
			expect(inputTokens).toBeGreaterThan(0);
			expect(outputTokens).toBeGreaterThan(1);
			expect(costUsd).toBeGreaterThan(0);
		},
	);

	it("a stream that breaks off is paid as far as it went", async () => {
		upstream.script(keyOf("openai"), { breakAfter: 8 });

		await (await gateway.chat(stream)).text();

		expect(await recorded()).toMatchObject({ outcome: "broken", estimated: true });
		expect((await recorded()).outputTokens).toBeGreaterThan(1);
	});

	it.each([
		["streamed", stream],
		["whole", plain],
	])("a %s answer without counts", async (_way, body) => {
		const head = { id: "c", created: 1, model: "m" };
		const message = { role: "assistant", content: words };
		const frame = (choice: object) => `data: ${JSON.stringify({ ...head, choices: [{ index: 0, ...choice }] })}\n\n`;
		upstream.script(keyOf("openai"), {
			body: { ...head, object: "chat.completion", choices: [{ index: 0, message, finish_reason: "stop" }] },
			frames: [frame({ delta: message, finish_reason: null }), frame({ delta: {}, finish_reason: "stop" }), "data: [DONE]\n\n"],
		});

		await (await gateway.chat(body)).text();

		expect(await recorded()).toMatchObject({ outcome: "ok", estimated: true, outputTokens: Math.ceil(words.length / 4) });
	});

	it("a provider that refuses to be asked is not asked, and is estimated", async () => {
		const provider = { id: "strict", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, streamUsage: false } as const;
		await gateway.link(provider, ["strict"]);

		const chat = await gateway.chat({ ...stream, model: "strict/m" });
		await chat.text();
		const asked = sent("strict");
		const record = await recorded();
		const translated = { model: "strict/m", max_tokens: 50, stream: true, messages: plain.messages };
		await (await gateway.call("POST", "/v1/messages", translated)).text();

		expect(asked).not.toHaveProperty("stream_options");
		expect(sent("strict")).not.toHaveProperty("stream_options");
		expect(record).toMatchObject({ outcome: "ok", estimated: true });
		expect(record.outputTokens).toBeGreaterThan(1);
		const { data } = await gateway.admin<{ data: { id: string; streamUsage: boolean }[] }>("GET", "/admin/providers");
		expect(data.filter(({ streamUsage }) => !streamUsage).map(({ id }) => id)).toEqual(["strict"]);
	});
});

describe("a budget in USD alone", () => {
	beforeEach(() => gateway.link({ id: "mine", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["m"] }, ["mine"]));

	const refusal = {
		error: {
			message:
				"This API key's budget is in USD, and no price is known for mine/m. Ask for a model with a price, or ask an admin to add a token budget to the key (PATCH /admin/keys/{keyId}).",
			param: "model",
		},
	};

	it("reaches no model without a price: it would never be spent there", async () => {
		const client = await keyWith({ usd: 1, period: "day" });

		const chat = await gateway.chat({ ...plain, model: "mine/m" }, client);
		const embeddings = await gateway.call("POST", "/v1/embeddings", { model: "mine/m", input: "a" }, client);

		expect([chat.status, embeddings.status]).toEqual([403, 403]);
		expect([await chat.json(), await embeddings.json()]).toMatchObject([refusal, refusal]);
		expect(upstream.chats(keyOf("mine"))).toHaveLength(0);
	});

	it("reaches what has one, also where a model without stands before it", async () => {
		await gateway.admin("PUT", "/admin/routing", { aliases: { best: "mine/m" }, fallbacks: { "mine/m": ["openai/gpt-6-luna"] } });
		const client = await keyWith({ usd: 1, period: "day" });

		const named = await gateway.chat(plain, client);
		const fallback = await gateway.chat({ ...plain, model: "best" }, client);

		expect([named.status, fallback.status]).toEqual([200, 200]);
		expect(fallback.headers.get("x-smart-router-provider")).toBe("openai");
	});

	it("is no obstacle beside one in tokens", async () => {
		const client = await keyWith({ usd: 1, tokens: 1000, period: "day" });

		expect((await gateway.chat({ ...plain, model: "mine/m" }, client)).status).toBe(200);
	});
});
