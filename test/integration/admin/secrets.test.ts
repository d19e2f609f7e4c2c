import { putRequestRecord } from "@smart-router/core/usage/request-record.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { adminKey, itemsOf, openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
	stage = await openStage();
});
afterAll(() => stage.close());

it("no secret leaves in an answer, a log line or the store", async () => {
	const canaries = [
		"sk-canary-linked-1111",
		"sk-canary-replaced-2222",
		"sk-canary-refused-3333",
		"sk-canary-broken-4444",
		"sk-canary-failed-5555",
	] as const;
	const [linked, replaced, refused, broken, failed] = canaries;
	const made = await stage.ok<{ key: string; keyId: string }>("POST", "/admin/keys", { name: "ci", scopes: ["admin"] });
	stage.seen.length = 0;
	const body = { provider: "openai", method: "api_key" };

	await stage.link({ apiKey: linked, label: "work" });
	await stage.call("POST", "/admin/accounts", { body: { ...body, apiKey: linked, label: "work" } });
	await stage.call("POST", "/admin/accounts", { body: { ...body, apiKey: refused, colour: refused } });
	await stage.call("POST", "/admin/accounts", { body: { ...body, apiKey: `${refused} \n${refused}` } });
	await stage.call("POST", "/admin/accounts", { body: `{"apiKey":"${broken}"` });
	stage.upstream.script(failed, {
		status: 401,
		on: "all",
		body: { error: { message: `Incorrect API key provided: ${failed}`, code: "invalid_api_key" } },
	});
	await stage.call("POST", "/admin/accounts", { body: { ...body, apiKey: failed, label: "no" } });
	stage.upstream.script(linked, { status: 403, on: "all", body: `<html>${linked}</html>` });
	await stage.call("POST", "/admin/accounts/openai:work/verify");
	await stage.ok("POST", "/admin/accounts/openai:work/credential", { apiKey: replaced });
	await stage.call("GET", `/admin/accounts?key=${made.key}`, { key: null });
	await stage.call("GET", `/admin/accounts?colour=${made.key}`, { key: made.key });
	for (const path of [
		"/admin/accounts",
		"/admin/accounts/openai:work",
		"/admin/pools",
		"/admin/pools/openai/explain",
		"/admin/providers",
		"/admin/routing",
		"/admin/keys",
		"/admin/audit",
		"/admin/requests",
		"/openapi.json",
		"/",
		"/health",
	]) {
		await stage.call("GET", path);
		await stage.call("GET", path, { key: made.key });
	}
	await stage.ok("DELETE", "/admin/accounts/openai:work");
	await stage.ok("DELETE", `/admin/keys/${made.keyId}`);

	const told = stage.seen.join("\n");
	const stored = await itemsOf(stage.store, "ws#default", "ws#default#audit", "ws#default#request", "stage");
	for (const secret of [...canaries, made.key, adminKey]) {
		expect(told).not.toContain(secret);
		expect(stored).not.toContain(secret);
	}
	expect(told).toContain("Incorrect API key provided");
	expect(stored).toContain("[secret]");
});

it("a fault inside is told dully and logged without its words", async () => {
	stage.seen.length = 0;
	const get = stage.store.get;
	stage.store.get = async () => {
		throw new TypeError("cannot read sk-canary-inside of undefined");
	};

	const result = await stage.call("GET", "/admin/accounts/openai:x");
	stage.store.get = get;

	expect(result.status).toBe(500);
	expect(result.json()).toMatchObject({
		error: { type: "api_error", code: "internal_error", requestId: result.headers["x-smart-router-request-id"] },
	});
	expect(stage.seen.join("\n")).not.toContain("sk-canary-inside");
	expect(stage.seen.join("\n")).toContain("TypeError");
});

it("requests are listed as they were recorded, newest first, once each", async () => {
	const record = {
		id: "req_1",
		time: stage.now(),
		workspace: "default",
		keyId: "key_1",
		protocol: "openai-chat",
		tier: "EXPLICIT",
		score: 0,
		confidence: null,
		reason: "model named by the client",
		modelAsked: "auto",
		provider: "openai",
		model: "gpt-5.4",
		profileId: "openai:work",
		status: 200,
		outcome: "ok" as const,
		attempts: [{ attemptId: "att_1", profileId: "openai:work", provider: "openai", model: "gpt-5.4", verdict: "ok", status: 200, ms: 5 }],
		inputTokens: 1,
		outputTokens: null,
		cachedInputTokens: null,
		costUsd: null,
		estimated: false,
		latencyMs: 7,
	};
	await putRequestRecord(stage, record);
	await putRequestRecord(stage, { ...record, status: 500 });
	await putRequestRecord(stage, { ...record, id: "req_2" });
	await putRequestRecord(stage, { ...record, id: "req_3", workspace: "other" });

	const { data } = await stage.ok<{ data: unknown[] }>("GET", "/admin/requests");

	const { workspace: _workspace, ...shown } = record;
	expect(data).toEqual([
		{ ...shown, id: "req_2", time: new Date(record.time).toISOString() },
		{ ...shown, time: new Date(record.time).toISOString() },
	]);
});
