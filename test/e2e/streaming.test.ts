import { describe, expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";
import { recordOf } from "../support/record-of.ts";

const stream = { model: "fake/model-x", stream: true, messages: [{ role: "user", content: "one two three four" }] };

interface RecordedRequest {
	readonly outcome: string;
	readonly attempts: readonly { readonly profileId: string; readonly verdict: string }[];
}

const { gateway, upstream } = await gatewayForEach({
	prepare: ({ gateway, upstream }) => gateway.link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }, ["a", "b"]),
});

const lastRecord = () => recordOf<RecordedRequest>(gateway);

describe("streams over HTTP", () => {
	it("pass through byte for byte, but for the counts that the client has not asked for", async () => {
		const through = await gateway.chat(stream);
		const passed = await through.text();

		const direct = await fetch(`${upstream.origin}/v1/chat/completions`, {
			method: "POST",
			headers: { authorization: "Bearer direct", "content-type": "application/json" },
			body: JSON.stringify({ ...stream, model: "model-x", stream_options: { include_usage: true } }),
		});
		const withoutIds = (text: string): string => text.replace(/"id":"[^"]*"|"created":\d+/g, "");
		const withoutCounts = (text: string): string => text.replace(/data: [^\n]*"choices":\[\],"usage":\{[^\n]*\n\n/, "");
		expect(through.headers.get("content-type")).toContain("text/event-stream");
		expect(withoutIds(passed)).toBe(withoutIds(withoutCounts(await direct.text())));
		expect(JSON.parse(upstream.chats(keyOf("a"))[0]?.body ?? upstream.chats(keyOf("b"))[0]?.body ?? "")).toEqual({
			...stream,
			model: "model-x",
			stream_options: { include_usage: true },
		});
		expect(through.headers.get("x-smart-router-provider")).toBe("fake");
		expect(through.headers.get("x-smart-router-profile")).toMatch(/^fake:[ab]$/);
	});

	it.each([
		["429", { status: 429, headers: { "retry-after": "30" } }],
		["an error as the first event inside HTTP 200", { firstEventError: "overloaded" }],
		["a connection that breaks before output", { refuse: true }],
	])("fail over unseen when the first account answers %s", async (_, behaviour) => {
		upstream.script(keyOf("a"), behaviour);
		upstream.script(keyOf("b"), {});

		const answers = [await gateway.chat(stream), await gateway.chat(stream)];
		const texts = await Promise.all(answers.map((answer) => answer.text()));

		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		for (const text of texts) expect(text).toMatch(/data: \[DONE\]\s*$/);
		expect(answers.map((answer) => answer.headers.get("x-smart-router-profile"))).toEqual(["fake:b", "fake:b"]);
	});

	it("end with an error in OpenAI's format when the provider breaks off after output, recorded as broken", async () => {
		for (const label of ["a", "b"]) upstream.script(keyOf(label), { breakAfter: 4 });

		const response = await gateway.chat(stream);
		const text = await response.text();

		expect(response.status).toBe(200);
		const last = text.trimEnd().split("\n\n").at(-1) ?? "";
		expect(JSON.parse(last.replace(/^data: /, ""))).toMatchObject({
			error: { message: expect.stringContaining("broke"), type: expect.any(String) },
		});
		expect(text).not.toContain("[DONE]");
		expect(await lastRecord()).toMatchObject({ outcome: "broken" });
	});

	it("reach the client frame by frame, not at the end", async () => {
		const gate = upstream.gate();
		const answered = gateway.chat(stream);
		gate.release(2);
		const reader = (await answered).body?.getReader();
		const first = new TextDecoder().decode((await reader?.read())?.value);

		expect(first).toContain("delta");
		expect(first).not.toContain("[DONE]");
		gate.open();
		let rest = "";
		for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) rest += new TextDecoder().decode(next.value);
		expect(rest).toMatch(/\[DONE\]\s*$/);
	});

	it("abort the upstream call within a second when the client hangs up, and settle", async () => {
		const gate = upstream.gate();
		const hangUp = new AbortController();
		const answered = gateway.chat(stream, {}, hangUp.signal);
		gate.release(3);
		const reader = (await answered).body?.getReader();
		await reader?.read();

		const left = Date.now();
		hangUp.abort();
		await upstream.until((calls) => calls.some((call) => call.aborted));

		expect(Date.now() - left).toBeLessThan(1000);
		expect(await lastRecord()).toMatchObject({ outcome: "aborted" });
		const { data } = await gateway.admin<{ data: { status: string; cooldowns: unknown[] }[] }>("GET", "/admin/accounts");
		expect(data.every(({ status, cooldowns }) => status === "verified" && cooldowns.length === 0)).toBe(true);
	});

	it("abort the upstream call when the client hangs up before any output", async () => {
		const hangUp = new AbortController();
		upstream.reset();
		for (const label of ["a", "b"]) upstream.script(keyOf(label), { hang: true });
		const answered = gateway.chat(stream, {}, hangUp.signal).catch(() => "gone");
		await upstream.until((calls) => calls.some(({ method }) => method === "POST"));

		hangUp.abort();
		await upstream.until((calls) => calls.some((call) => call.aborted));

		expect(await answered).toBe("gone");
		expect(await lastRecord()).toMatchObject({ outcome: "aborted" });
	});
});
