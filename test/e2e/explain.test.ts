import { expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";
import { stateOf } from "../support/stored.ts";

const hello = { model: "fake/model-x", messages: [{ role: "user", content: "Say hi" }] };
const minute = 60_000;

interface Explanation {
	readonly accounts: readonly {
		readonly profileId: string;
		readonly eligible: boolean;
		readonly rank: number | null;
		readonly reasons: readonly object[];
	}[];
	readonly affinity: object | null;
}

const { gateway, upstream, time, link } = await gatewayForEach({ models: ["model-x", "model-y"], frozen: true });

const explain = (query = "?model=model-x", provider = "fake"): Promise<Explanation> =>
	gateway.admin<Explanation>("GET", `/admin/pools/${provider}/explain${query}`);

const forced = (label: string, headers = {}) => gateway.chat(hello, { "x-smart-router-profile": `fake:${label}`, ...headers });
const iso = (at: number): string => new Date(at).toISOString();

it("tells every reason with what led to it, and changes nothing", async () => {
	await link("busy", "capped", "disabled", "limited", "revoked", "rested", "spoilt", "well");
	await gateway.admin("PATCH", "/admin/accounts/fake:disabled", { enabled: false });
	await gateway.admin("PATCH", "/admin/accounts/fake:busy", { models: ["model-y"] });
	await gateway.admin("PATCH", "/admin/accounts/fake:capped", { maxConcurrency: 1 });
	await gateway.admin("PUT", "/admin/accounts/fake:rested/cooldowns/*", { seconds: 3600, reason: "maintenance" });
	await gateway.admin("PATCH", "/admin/pools/fake", { maxRetries: 1 });
	upstream.script(keyOf("limited"), { status: 429, headers: { "retry-after": "900" } });
	upstream.script(keyOf("spoilt"), { status: 403, body: { error: { message: "This account is banned." } } });
	upstream.revoke(keyOf("revoked"));
	for (const label of ["limited", "spoilt", "revoked"]) await (await forced(label)).text();
	upstream.script(keyOf("capped"), { hang: true });
	const hangUp = new AbortController();
	const hanging = gateway.chat(hello, { "x-smart-router-profile": "fake:capped" }, hangUp.signal).catch(() => "gone");
	await upstream.until((calls) => calls.some(({ apiKey, method }) => apiKey === keyOf("capped") && method === "POST"));
	const before = stateOf(gateway.folder);

	const { accounts } = await explain();
	await gateway.admin("GET", "/admin/pools/fake");
	const after = stateOf(gateway.folder);
	hangUp.abort();
	await hanging;

	expect(after).toBe(before);
	const reasons = Object.fromEntries(accounts.map((account) => [account.profileId.slice(5), account.reasons]));
	const cooldown = { code: "cooldown", at: iso(time.now) };
	expect(reasons).toEqual({
		busy: [{ code: "model_not_allowed" }],
		capped: [{ code: "concurrency_cap" }],
		disabled: [{ code: "disabled" }],
		limited: [
			{
				...{ ...cooldown, scope: "model-x", until: iso(time.now + 900_000), reason: "quota used up", source: "retry-after", status: 429 },
				...{ by: expect.stringMatching(/^att_/), evidence: expect.any(String), streak: 0, probeAt: iso(time.now + 10 * minute) },
			},
		],
		revoked: [{ code: "refused", at: iso(time.now), evidence: expect.any(String) }, expect.objectContaining({ code: "error" })],
		rested: [
			{
				...{ ...cooldown, scope: "*", until: iso(time.now + 3_600_000), reason: "maintenance", source: "manual", status: 0 },
				...{ by: expect.stringMatching(/^key_/), evidence: "", streak: 0, probeAt: null },
			},
		],
		spoilt: [
			expect.objectContaining({ ...cooldown, scope: "*", status: 403, evidence: "This account is banned." }),
			{ code: "error", at: iso(time.now), until: iso(time.now + 30 * minute), evidence: "This account is banned." },
		],
		well: [],
	});
	expect(accounts.map(({ rank }) => rank)).toEqual([null, null, null, null, null, null, null, 1]);
});

it("tells that a probe is due, and of a conversation where it stays", async () => {
	await link("a", "b");
	const session = { "x-session-id": "one" };
	const home = (await gateway.chat(hello, session)).headers.get("x-smart-router-profile") ?? "";
	const other = home === "fake:a" ? "fake:b" : "fake:a";
	const kept = await explain("?model=model-x&session=one");
	const unknown = await explain("?model=model-x&session=two");
	upstream.script(keyOf(home.slice(5)), { status: 429, headers: { "retry-after": "86400" } });
	await gateway.chat(hello, session);
	const spilled = await explain("?model=model-x&session=one");
	time.now += 10 * minute;
	const due = await explain();

	expect(kept.affinity).toEqual({ profileId: home, until: iso(time.now - 10 * minute + 3_600_000), next: "kept" });
	expect(kept.accounts.find(({ profileId }) => profileId === home)?.rank).toBe(1);
	expect(unknown.affinity).toBeNull();
	expect(spilled.affinity).toMatchObject({ profileId: home, next: "spilled" });
	expect(due.accounts.find(({ profileId }) => profileId === home)).toMatchObject({
		eligible: true,
		rank: 1,
		reasons: [{ code: "probe_due", scope: "model-x", reason: "quota used up" }],
	});
	expect(due.accounts.find(({ profileId }) => profileId === other)).toMatchObject({ eligible: true, rank: 2, reasons: [] });
});

it("knows the limits of the model's group", async () => {
	await gateway.link({ id: "anthropic", baseUrl: upstream.origin }, ["a"]);
	const { data } = await gateway.admin<{ data: { id: string; models: { id: string }[] }[] }>("GET", "/admin/providers");
	expect(data.length).toBeGreaterThan(0);
	await gateway.admin("PUT", "/admin/accounts/anthropic:a/cooldowns/group:opus", { seconds: 60 });

	const opus = await explain("?model=claude-opus-5", "anthropic");
	const sonnet = await explain("?model=claude-sonnet-5-5", "anthropic");

	expect([opus, sonnet].map(({ accounts }) => accounts[0]?.eligible)).toEqual([false, true]);
});
