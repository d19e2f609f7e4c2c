import { poolPrefix, workspacePk } from "@smart-router/core/account/account.ts";
import { requestRecordsPk } from "@smart-router/core/usage/request-record.ts";
import { defaultWorkspace } from "@smart-router/core/workspace/workspace.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../../support/fake-upstream/fake-upstream.ts";
import { type ProxyStage, startProxyStage } from "../../support/proxy-stage.ts";

let upstream: FakeUpstream;
let stage: ProxyStage | undefined;
let calls: number;
let left: boolean;

beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
afterEach(() => stage?.close());

/** A provider whose answer has no end. */
const endless =
	(piece: string): HttpClient =>
	async () => {
		calls++;
		left = false;
		const bytes = Buffer.from(piece);
		async function* body(): AsyncGenerator<Uint8Array> {
			try {
				for (;;) yield bytes;
			} finally {
				left = true;
			}
		}
		return { status: 200, headers: {}, body: body() };
	};

const mebibyte = "x".repeat(1024 * 1024);
const chunk = `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta: { content: mebibyte }, finish_reason: null }] })}\n\n`;

it.each([
	["whole", undefined, mebibyte, "/v1/chat/completions"],
	["of embeddings", undefined, mebibyte, "/v1/embeddings"],
	["gathered from a stream", "only" as const, chunk, "/v1/chat/completions"],
])("an answer %s without an end is refused at 34 MiB, and no account suffers or is asked next", async (_what, streaming, piece, path) => {
	calls = 0;
	stage = await startProxyStage(upstream, { labels: ["a", "b"], http: () => endless(piece), ...(streaming && { streaming }) });

	const answer = await stage.chat({ input: "a" }, { path });

	expect(answer.status).toBe(502);
	expect(answer.json<{ error: { message: string } }>().error.message).toBe(
		"The provider's answer is too large: the answer is longer than 34 MiB. Ask for less at once, such as fewer texts to embed, or for a stream.",
	);
	expect([calls, left]).toEqual([1, true]);
	const accounts = await stage.store.query({ pk: workspacePk(defaultWorkspace), prefix: poolPrefix("fake") });
	for (const item of accounts.items) expect(item["cooldowns"] ?? {}).toEqual({});
	const [record] = (await stage.store.query({ pk: requestRecordsPk(defaultWorkspace), prefix: "" })).items;
	expect(record).toMatchObject({ outcome: "broken", status: 502, estimated: true });
	expect(record?.["inputTokens"]).toBeGreaterThan(0);
});
