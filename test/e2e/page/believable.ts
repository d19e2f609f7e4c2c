import type { Store } from "@smart-router/core/store/store.ts";
import { account, day, hour, minute, pool, putRequests, request, rest } from "./seed.ts";

/** A small team's gateway on an ordinary day: accounts in every state, as the pictures in the docs show them. */
export async function believable(store: Store, now: number): Promise<void> {
	const halfDay = Math.floor(now / (12 * hour)) * 12 * hour;
	const used = (ms: number, uses: number) => ({
		lastUsedAt: now - ms,
		claims: uses,
		useMarks: [
			{ at: halfDay - 12 * hour, claims: 0 },
			{ at: halfDay, claims: Math.round(uses / 3) },
		],
		claimedAt: now - ms,
		lastVerifiedAt: now - 3 * hour - ms,
		createdAt: now - 40 * day,
		updatedAt: now - 9 * day,
	});
	const quota = (windows: Readonly<Record<string, readonly [usedPercent: number, ms: number]>>) => ({
		quota: Object.fromEntries(
			Object.entries(windows).map(([window, [usedPercent, ms]]) => [
				window,
				{ usedPercent, resetsAt: now + ms, minutes: null, at: now - 4_000 },
			]),
		),
	});
	const items = [
		pool("anthropic", { primary: "anthropic:team" }),
		account("anthropic", "team", {
			displayName: "Team workspace",
			email: "dev@northwind.example",
			tags: ["production"],
			...used(4_000, 1284),
			...quota({ "5h": [38, 2 * hour + 12 * minute], "7d": [61, 3 * day + 5 * hour] }),
		}),
		account("anthropic", "research", {
			displayName: "Research",
			email: "research@northwind.example",
			...used(11_000, 962),
			...quota({ "5h": [72, 41 * minute], "7d": [83, 2 * day + 9 * hour] }),
			cooldowns: { "claude-opus-4-6": rest(now, 7 * minute + 12_000, { reason: "rate limited" }) },
		}),
		account("anthropic", "backup", {
			email: "ops@northwind.example",
			...used(6 * minute, 311),
			...quota({ "5h": [100, 2 * hour + 41 * minute] }),
			cooldowns: { "*": rest(now, 2 * hour + 41 * minute, { reason: "quota used up" }) },
		}),
		pool("openai", { strategy: "least-used" }),
		account("openai", "work", {
			displayName: "Platform",
			tags: ["production", "eu"],
			...used(2_000, 2087),
			...quota({ "requests/day": [44, 9 * hour], "tokens/min": [23, 31_000] }),
			baseUrl: "https://api.openai.com/v1",
		}),
		account("openai", "personal", {
			...used(19_000, 1410),
			baseUrl: "https://api.openai.com/v1",
			cooldowns: { "*": rest(now, 43_000) },
		}),
		account("openai", "legacy", {
			displayName: "Old project key",
			baseUrl: "https://api.openai.com/v1",
			...used(26 * hour, 0),
			refused: { credentialVersion: 1, at: now - 26 * hour, text: "Incorrect API key provided" },
		}),
		pool("gemini", { strategy: "failover-only", primary: "gemini:maria@northwind.example" }),
		account("gemini", "maria@northwind.example", {
			method: "oauth",
			email: "maria@northwind.example",
			displayName: "Maria",
			credentialExpiresAt: now + 48 * minute,
			...used(58_000, 402),
		}),
		account("gemini", "jonas@northwind.example", {
			method: "oauth",
			email: "jonas@northwind.example",
			displayName: "Jonas",
			credentialExpiresAt: now - 3 * day,
			refused: { credentialVersion: 1, at: now - 3 * day, text: "" },
			...used(3 * day, 0),
		}),
		account("gemini", "lab", { enabled: false, displayName: "Lab (on hold)", ...used(12 * day, 0) }),
	];
	for (const item of items) await store.put(item);
	await putRequests(store, requests(now));
}

const models = [
	["openai", "gpt-5.4", "openai:work"],
	["anthropic", "claude-sonnet-4-6", "anthropic:team"],
	["anthropic", "claude-opus-4-6", "anthropic:research"],
	["gemini", "gemini-3-pro", "gemini:maria@northwind.example"],
] as const;

function requests(now: number) {
	return Array.from({ length: 60 }, (_, index) => {
		const [provider, model, profileId] = models[(index * 7) % models.length] ?? models[0];
		const time = now - index * 23_000;
		const ok = { attemptId: `att_${index}`, profileId, provider, model, verdict: "ok", status: 200, ms: 900 + ((index * 137) % 2600) };
		const limited = {
			...ok,
			attemptId: `att_${index}b`,
			profileId: "openai:personal",
			provider: "openai",
			model: "gpt-5.4",
			verdict: "rate_limit",
			status: 429,
			ms: 84,
		};
		const failed = index % 17 === 9;
		const attempts = index % 6 === 2 ? [limited, ok] : [ok];
		return request(time, {
			provider,
			model,
			profileId,
			modelAsked: index % 3 === 0 ? "auto" : `${provider}/${model}`,
			protocol: (["openai-chat", "anthropic-messages", "openai-responses", "gemini"] as const)[index % 4] ?? "openai-chat",
			attempts: failed ? [limited, { ...limited, profileId: "openai:work", attemptId: `att_${index}c` }] : attempts,
			status: failed ? 429 : 200,
			outcome: failed ? "error" : "ok",
			inputTokens: failed ? null : 300 + ((index * 911) % 9000),
			outputTokens: failed ? null : 40 + ((index * 373) % 1900),
			latencyMs: attempts.reduce((sum, { ms }) => sum + ms, 120),
		});
	});
}
