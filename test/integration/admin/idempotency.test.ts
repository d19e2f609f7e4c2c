import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { itemsOf, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.close());

const day = 24 * 3600_000;
const newKey = { name: "ci", scopes: ["proxy"] };
const account = { provider: "openai", method: "api_key", apiKey: "sk-one", label: "work" };

const post = (path: string, body: unknown, idempotencyKey: string, key?: string) =>
	stage.call("POST", path, { body, headers: { "idempotency-key": idempotencyKey }, ...(key !== undefined && { key }) });
const keys = async () => (await stage.ok<{ data: { name: string }[] }>("GET", "/admin/keys")).data.filter(({ name }) => name === "ci");
const audited = async (action: string) =>
	(await stage.ok<{ data: { action: string }[] }>("GET", "/admin/audit")).data.filter((record) => record.action === action);

describe("an Idempotency-Key", () => {
	it("makes a repeated request answer as the first one did, without doing it again", async () => {
		const first = await post("/admin/accounts", account, "one");
		const again = await post("/admin/accounts", account, "one");

		expect([first.status, again.status]).toEqual([201, 201]);
		expect(again.body).toBe(first.body);
		expect(again.headers).toMatchObject({ "idempotency-replayed": "true", etag: first.headers["etag"] });
		expect(first.headers).not.toHaveProperty("idempotency-replayed");
		expect(await audited("linkAccount")).toHaveLength(1);
	});

	it("gives a made key again to its maker, and lies nowhere in clear", async () => {
		const first = await post("/admin/keys", newKey, "secret-in-the-answer");
		const again = await post("/admin/keys", newKey, "secret-in-the-answer");
		const { key } = first.json<{ key: string }>();
		const stored = await itemsOf(stage.store, "ws#default#once", "ws#default", "ws#default#audit");

		expect(again.json()).toEqual(first.json());
		expect(await keys()).toHaveLength(1);
		expect(stored).toContain("fingerprint");
		for (const text of [key, "secret-in-the-answer", "sk-one"]) expect(stored).not.toContain(text);
	});

	it("with another body, path or query is a mistake", async () => {
		await post("/admin/keys", newKey, "one");
		const otherBody = await post("/admin/keys", { ...newKey, name: "other" }, "one");
		const otherPath = await post("/admin/accounts", account, "one");

		for (const result of [otherBody, otherPath]) {
			expect(result.status).toBe(422);
			expect(result.json()).toMatchObject({
				error: { type: "invalid_request_error", code: "idempotency_mismatch", param: "Idempotency-Key", hint: expect.any(String) },
			});
		}
		expect(await keys()).toHaveLength(1);
	});

	it("belongs to the API key that sent it", async () => {
		const other = await stage.makeKey({ name: "other admin", scopes: ["admin"] });
		await post("/admin/keys", newKey, "one");
		const theirs = await post("/admin/keys", newKey, "one", other);

		expect(theirs.status).toBe(201);
		expect(await keys()).toHaveLength(2);
	});

	it("lets one of many requests at once through", async () => {
		const results = await Promise.all(Array.from({ length: 12 }, () => post("/admin/keys", newKey, "one")));

		expect(await keys()).toHaveLength(1);
		const made = results.filter(({ status }) => status === 201);
		const waiting = results.filter(({ status }) => status === 409);
		expect(made.length + waiting.length).toBe(12);
		expect(new Set(made.map(({ body }) => body)).size).toBe(1);
		for (const result of waiting) {
			expect(result.json()).toMatchObject({ error: { code: "idempotency_in_progress" } });
			expect(result.headers["retry-after"]).toBe("1");
		}
	});

	it("of a request that failed is free again", async () => {
		const taken = await stage.link({ label: "work" });
		const refused = await post("/admin/accounts", account, "one");
		await stage.ok("DELETE", `/admin/accounts/${taken.profileId}`);
		const done = await post("/admin/accounts", account, "one");

		expect([refused.status, done.status]).toEqual([409, 201]);
	});

	it("is forgotten after 24 hours", async () => {
		await post("/admin/keys", newKey, "one");
		stage.pass(day - 1);
		await post("/admin/keys", newKey, "one");
		const within = (await keys()).length;
		stage.pass(1);
		await post("/admin/keys", newKey, "one");

		expect([within, (await keys()).length]).toEqual([1, 2]);
	});

	it("of a process that died is free after 15 minutes", async () => {
		await post("/admin/keys", newKey, "one");
		const [item] = (await stage.store.query({ pk: "ws#default#once", prefix: "" })).items;
		const { answer: _answer, ...started } = item ?? { pk: "", sk: "" };
		await stage.store.put({ ...started, until: stage.now() + 15 * 60_000 });
		const early = await post("/admin/keys", newKey, "one");
		stage.pass(15 * 60_000);
		const late = await post("/admin/keys", newKey, "one");

		expect([early.status, late.status]).toEqual([409, 201]);
	});

	it("changes nothing about what is asked again by nature", async () => {
		await stage.link({ label: "work" });
		const patch = () =>
			stage.call("PATCH", "/admin/accounts/openai:work", { body: { priority: 3 }, headers: { "idempotency-key": "one" } });

		expect([(await patch()).status, (await patch()).status]).toEqual([200, 200]);
	});
});
