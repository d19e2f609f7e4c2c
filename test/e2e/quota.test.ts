import { expect, it } from "vitest";
import { countCalls } from "../support/count-calls.ts";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };

const { gateway, upstream, time } = await gatewayForEach({ labels: ["a", "b", "c"], frozen: true });

const iso = (seconds: number): string => new Date(time.now + seconds * 1000).toISOString();
const fiveHours = (used: number, resetsIn: number): Record<string, string> => ({
	"x-codex-primary-used-percent": String(used),
	"x-codex-primary-window-minutes": "300",
	"x-codex-primary-reset-at": String(time.now / 1000 + resetsIn),
});

const quotaOf = async (label: string): Promise<unknown> => (await gateway.admin("GET", `/admin/accounts/fake:${label}`))["quota"];

async function served(stream = false): Promise<string | null> {
	const response = await gateway.chat({ ...hello, stream });
	await response.text();
	return response.headers.get("x-smart-router-profile");
}

it.each([false, true])("windows are remembered from the answers and shown until they begin anew (stream: %s)", async (stream) => {
	upstream.script(keyOf("a"), {
		headers: {
			...fiveHours(12.5, 600),
			"x-ratelimit-limit-requests": "100",
			"x-ratelimit-remaining-requests": "75",
			"x-ratelimit-reset-requests": "-1",
		},
	});

	await served(stream);

	const told = new Date(time.now).toISOString();
	expect(await quotaOf("a")).toEqual([
		{ window: "5h", usedPercent: 12.5, resetsAt: iso(600), at: told },
		{ window: "requests", usedPercent: 25, resetsAt: null, at: told },
	]);
	expect(await quotaOf("b")).toEqual([]);
	time.now += 600_000;
	expect(await quotaOf("a")).toMatchObject([{ window: "requests" }]);
});

it("windows of refused calls are remembered too", async () => {
	upstream.script(keyOf("a"), { status: 429, headers: { ...fiveHours(100, 900), "retry-after": "900" } });

	await served();

	expect(await quotaOf("a")).toContainEqual({ window: "5h", usedPercent: 100, resetsAt: iso(900), at: new Date(time.now).toISOString() });
});

it("a pool that drains the soonest spends what expires first, and goes on to the next when it rests", async () => {
	await gateway.admin("PATCH", "/admin/pools/fake", { strategy: "drain-soonest" });
	const resets = { a: 9_000, b: 3_000, c: 6_000 };
	for (const [label, seconds] of Object.entries(resets)) {
		upstream.script(keyOf(label), { headers: fiveHours(10, seconds) });
		await gateway.chat(hello, { "x-smart-router-profile": `fake:${label}` });
	}

	const before = [await served(), await served(), await served()];
	await gateway.admin("PUT", "/admin/accounts/fake:b/cooldowns/*", { seconds: 60 });
	const after = [await served(), await served()];
	const explained = await gateway.admin<{ accounts: { profileId: string; rank: number | null }[] }>(
		"GET",
		"/admin/pools/fake/explain?model=model-x",
	);

	expect(before).toEqual(["fake:b", "fake:b", "fake:b"]);
	expect(after).toEqual(["fake:c", "fake:c"]);
	expect(explained.accounts.map(({ rank }) => rank)).toEqual([2, null, 1]);
});

it("costs no call more", async () => {
	const without = await countCalls(upstream, false);
	for (const label of ["a", "b", "c"]) upstream.script(label, { headers: fiveHours(1, 60) });

	expect(await countCalls(upstream, false)).toEqual(without);
});
