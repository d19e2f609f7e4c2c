import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.close());

const scrape = (key?: string) => stage.call("GET", "/admin/metrics", key === undefined ? {} : { key });

describe("GET /admin/metrics", () => {
	it("tells of accounts by provider and status, as Prometheus reads it, to a key that may read accounts", async () => {
		await stage.link({ label: "a" });
		await stage.link({ label: "b", enabled: false });
		await stage.link({ label: "c" });
		const key = await stage.makeKey({ scopes: ["accounts:read"] });

		const { status, headers, body } = await scrape(key);

		expect([status, headers["content-type"]]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
		expect(body.split("\n")).toEqual([
			"# HELP smart_router_accounts Linked accounts by provider and status",
			"# TYPE smart_router_accounts gauge",
			'smart_router_accounts{provider="openai",status="verified"} 2',
			'smart_router_accounts{provider="openai",status="disabled"} 1',
			"",
		]);
	});

	it("tells a limited key of what it reaches only, and names no account and no key", async () => {
		const { keyId } = await stage.ok<{ keyId: string }>("POST", "/admin/keys", { name: "named", scopes: ["proxy"] });
		await stage.link({ label: "a" });
		await stage.link({ label: "b" });
		const key = await stage.makeKey({ scopes: ["accounts:read"], profiles: ["openai:a"] });

		const limited = (await scrape(key)).body;
		const all = (await scrape()).body;

		expect(limited).toContain('smart_router_accounts{provider="openai",status="verified"} 1');
		expect(all).toContain('smart_router_accounts{provider="openai",status="verified"} 2');
		for (const secret of ["openai:a", keyId]) expect(all).not.toContain(secret);
	});

	it("is refused to a key that may not read accounts", async () => {
		expect((await scrape(await stage.makeKey({ scopes: ["proxy"] }))).status).toBe(403);
	});
});
