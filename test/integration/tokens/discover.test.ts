import { discoverProject } from "@smart-router/core/account/discover-project.ts";
import type { TokenSet } from "@smart-router/core/credential/credential.ts";
import { secret } from "@smart-router/core/credential/secret.ts";
import { createHttpClient } from "@smart-router/core/http/client.ts";
import { antigravity } from "@smart-router/llm/providers/antigravity.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeCodeAssist, startFakeCodeAssist } from "../../support/fake-code-assist.ts";

let daily: FakeCodeAssist;
let settled: FakeCodeAssist;
const http = createHttpClient({ guard: "loopback-and-public" });

beforeEach(async () => {
	[daily, settled] = await Promise.all([startFakeCodeAssist(), startFakeCodeAssist()]);
	daily.project = null;
	settled.project = null;
});
afterEach(async () => {
	http.close();
	await Promise.all([daily.close(), settled.close()]);
});

function discover() {
	const waits: number[] = [];
	const wait = async (ms: number): Promise<void> => void waits.push(ms);
	const tokens = {
		accessToken: secret("access-token-canary"),
		baseUrl: daily.origin,
		otherBaseUrls: [settled.origin],
	} as unknown as TokenSet;
	return { waits, found: discoverProject({ http, wait }, antigravity, tokens) };
}

describe("an account's project", () => {
	it("is asked of the settled host first", async () => {
		settled.project = "p-settled";

		expect(await discover().found).toEqual({ ok: true, project: "p-settled" });
		expect(daily.calls).toEqual([]);
	});

	it("is made at the first host, asked again every 2 s until it is done", async () => {
		daily.onboardsSlowly = 3;
		const { found, waits } = discover();

		expect(await found).toEqual({ ok: true, project: "project-made" });
		expect(waits).toEqual([2000, 2000, 2000]);
	});

	it("that takes too long is no refusal", async () => {
		daily.onboardsSlowly = 9;
		const { found, waits } = discover();

		expect(await found).toMatchObject({ ok: false, refused: false, text: expect.stringContaining("try again") });
		expect(waits).toHaveLength(4);
	});

	it("is not given to a token that is refused, and the token is in no text", async () => {
		daily.refused.add("access-token-canary");
		settled.refused.add("access-token-canary");

		const found = await discover().found;

		expect(found).toMatchObject({ ok: false, refused: true });
		expect(JSON.stringify(found)).not.toContain("canary");
	});
});
