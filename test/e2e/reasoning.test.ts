import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";

/** The fake Gemini's signature of a call, and what stands where a signature is lost. */
const signature = "RmFrZVRob3VnaHQ=";
const lost = Buffer.from("skip_thought_signature_validator").toString("base64");

/** What each vendor says of a signature it does not know. */
const refusals = {
	anthropic: {
		type: "error",
		error: { type: "invalid_request_error", message: "messages.1.content.0: Invalid `signature` in `thinking` block" },
	},
	responses: {
		error: { type: "invalid_request_error", code: "invalid_encrypted_content", message: "The encrypted content could not be verified." },
	},
	gemini: { error: { code: 400, status: "INVALID_ARGUMENT", message: "Corrupted thought signature." } },
};

let upstream: FakeUpstream;
let gateway: TestGateway;

beforeAll(async () => {
	upstream = await startFakeUpstream();
	gateway = await startTestGateway();
	await gateway.link({ id: "responses", protocol: "openai-responses", baseUrl: `${upstream.origin}/v1` }, ["responses"]);
	await gateway.link({ id: "anthropic", baseUrl: upstream.origin }, ["anthropic"]);
	await gateway.link({ id: "gemini", baseUrl: upstream.origin }, ["gemini", "second"]);
});
afterEach(() => upstream.reset());
afterAll(async () => {
	await gateway.close();
	await upstream.close();
});

interface Block {
	readonly type: string;
	readonly id?: string;
	readonly text?: string;
}

const question = { role: "user", content: "Weather in Oslo?" };

async function ask(model: string, messages: readonly unknown[]) {
	const response = await gateway.call("POST", "/v1/messages", {
		model,
		max_tokens: 4000,
		thinking: { type: "adaptive", display: "summarized" },
		output_config: { effort: "high" },
		tools: [{ name: "get_weather", input_schema: { type: "object", properties: { city: { type: "string" } } } }],
		messages,
	});
	const answer = (await response.json()) as { content: readonly Block[] };
	const warning = response.headers.get("x-smart-router-warning") ?? "";
	const profile = response.headers.get("x-smart-router-profile") ?? "";
	return { status: response.status, content: answer.content, warning, profile, sent: upstream.chats().at(-1)?.body ?? "" };
}

/** The conversation after the model's call was answered. */
const goOn = (content: readonly Block[]): readonly unknown[] => [
	question,
	{ role: "assistant", content },
	{
		role: "user",
		content: content.flatMap(({ type, id }) =>
			type === "tool_use" ? [{ type: "tool_result", tool_use_id: id, content: "12 degrees" }] : [],
		),
	},
];

const text = (content: readonly Block[]): string => content.map((block) => block.text ?? "").join("");

describe("reasoning that a client carries", () => {
	it("goes back to the account that made it, and to no other of the same provider", async () => {
		const model = "gemini/gemini-3.8-flash";
		const first = await ask(model, [question]);
		const other = await ask(model, goOn(first.content));
		const same = await ask(model, goOn(first.content));

		expect(same.profile).toBe(first.profile);
		expect(same.sent).toContain(signature);
		expect(same.warning).not.toContain("this account");
		expect(other.profile).not.toBe(first.profile);
		expect(other.sent).not.toContain(signature);
		expect(other.sent).toContain(lost);
		expect(other.warning).toContain("dropped: reasoning that this account did not make");
		for (const { content } of [other, same]) expect(text(content)).toContain("12 degrees");
	});

	it("names its maker by a hash: no label, no key", async () => {
		const { content } = await ask("gemini/gemini-3.8-flash", [question]);

		const wrapped = JSON.stringify(content).match(/c21hcnQtcm91dGVy[\w+/=]*/g) ?? [];
		expect(wrapped.length).toBeGreaterThan(0);
		for (const part of wrapped) {
			const said = Buffer.from(part, "base64").toString("utf8");
			expect(said).toMatch(/"a":"[\w-]{8}"/);
			expect(said).not.toMatch(/sk-fake|second|:gemini"/);
		}
	});

	it("goes back encrypted as OpenAI gave it", async () => {
		const first = await ask("responses/gpt-x", [question]);
		const second = await ask("responses/gpt-x", goOn(first.content));

		expect(second.status).toBe(200);
		expect(second.sent).toContain("encrypted_content");
		expect(second.sent).toContain('"id":"rs_');
		expect(second.warning).not.toContain("reasoning");
	});
});

describe.each([
	["responses", "responses/gpt-x", '"type":"reasoning"'],
	["anthropic", "anthropic/claude-sonnet-5-5", '"type":"thinking","thinking"'],
	["gemini", "gemini/gemini-3.8-flash", signature],
] as const)("when %s refuses a signature", (provider, model, mark) => {
	const keys = provider === "gemini" ? [keyOf("gemini"), keyOf("second")] : [keyOf(provider)];
	const refusal = { status: 400, body: refusals[provider] };

	async function reasoned(): Promise<readonly unknown[]> {
		const first = await ask(model, [question]);
		// The other account's turn, so that the next is the maker's again.
		if (provider === "gemini") await ask(model, [question]);
		return goOn(first.content);
	}

	it("the same account is asked once more, without reasoning", async () => {
		const history = await reasoned();
		for (const key of keys) upstream.script(key, refusal, {});
		const before = upstream.chats().length;

		const second = await ask(model, history);

		const [refused, asked, ...more] = upstream.chats().slice(before);
		expect(text(second.content)).toContain("12 degrees");
		expect(second.warning).toContain("dropped: all earlier reasoning, because the provider refused a signature");
		expect(more).toEqual([]);
		expect(asked?.apiKey).toBe(refused?.apiKey);
		expect(refused?.body).toContain(mark);
		expect(asked?.body).not.toContain(mark);
	});

	it("a second refusal is the client's to hear", async () => {
		const history = await reasoned();
		for (const key of keys) upstream.script(key, refusal);
		const before = upstream.chats().length;

		const second = await ask(model, history);

		expect(second.status).toBe(400);
		expect(upstream.chats()).toHaveLength(before + 2);
	});

	it("nothing is tried again that has no reasoning to leave out", async () => {
		for (const key of keys) upstream.script(key, refusal);

		const only = await ask(model, [question]);

		expect(only.status).toBe(400);
		expect(upstream.chats()).toHaveLength(1);
	});
});
