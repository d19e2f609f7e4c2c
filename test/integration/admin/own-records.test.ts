import { putRequestRecord } from "@smart-router/core/usage/request-record.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.close());

interface Listed {
	readonly data: readonly { readonly id: string; readonly keyId: string }[];
	readonly nextCursor: string | null;
}

const makeKey = (scopes: readonly string[]) => stage.ok<{ key: string; keyId: string }>("POST", "/admin/keys", { name: "mine", scopes });

const request = (number: number, keyId: string) =>
	putRequestRecord(stage, {
		id: `req_${String(number).padStart(6, "0")}`,
		time: stage.now(),
		workspace: "default",
		keyId,
		protocol: "openai-chat",
		modelAsked: "auto",
		provider: null,
		model: null,
		profileId: null,
		tier: "SIMPLE",
		score: 0,
		confidence: null,
		reason: "",
		status: 200,
		outcome: "ok",
		attempts: [],
		inputTokens: null,
		outputTokens: null,
		cachedInputTokens: null,
		costUsd: null,
		estimated: false,
		latencyMs: 1,
	});

describe("a key without the scope admin", () => {
	it("sees the records of its own requests and of no other key's", async () => {
		const { key, keyId } = await makeKey(["proxy"]);
		await request(1, keyId);
		await request(2, "key_other");

		const listed = await stage.call("GET", "/admin/requests", { key });
		const own = await stage.call("GET", "/admin/requests/req_000001", { key });
		const other = await stage.call("GET", "/admin/requests/req_000002", { key });
		const all = await stage.ok<Listed>("GET", "/admin/requests");

		expect(listed.json<Listed>().data.map(({ id }) => id)).toEqual(["req_000001"]);
		expect([own.status, other.status]).toEqual([200, 404]);
		expect(all.data.map(({ id }) => id)).toEqual(["req_000002", "req_000001"]);
	});

	it("finds them among those of other keys, page by page and each once", async () => {
		const { key, keyId } = await makeKey(["proxy"]);
		for (let number = 0; number < 300; number++) await request(number, number % 50 === 0 ? keyId : "key_other");

		const pages: (readonly string[])[] = [];
		let cursor: string | null = "";
		while (cursor !== null && pages.length < 100) {
			const path: string = `/admin/requests?limit=4${cursor && `&cursor=${cursor}`}`;
			const page: Listed = (await stage.call("GET", path, { key })).json<Listed>();
			pages.push(page.data.map(({ id }) => id));
			cursor = page.nextCursor;
		}

		expect(pages.flat()).toEqual(["250", "200", "150", "100", "050", "000"].map((number) => `req_000${number}`));
		expect(pages.every((ids) => ids.length <= 4)).toBe(true);
	});

	it("sees the audit records of its own changes", async () => {
		await stage.link({ label: "work" });
		const { key, keyId } = await makeKey(["accounts:write"]);
		await stage.call("PATCH", "/admin/accounts/openai:work", { key, body: { priority: 3 } });

		const { data } = (await stage.call("GET", "/admin/audit", { key })).json<Listed>();

		expect(data).toEqual([expect.objectContaining({ keyId, action: "updateAccount", target: "openai:work" })]);
	});
});
