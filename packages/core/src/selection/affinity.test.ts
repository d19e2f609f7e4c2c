import { describe, expect, test } from "vitest";
import { noon, sampleAccount } from "../../../../test/support/accounts.ts";
import { conversationId, isCrowded } from "./affinity.ts";

/** An account with so many claims within the last half minute. */
const busy = (label: string, claims: number) => {
	const start = Math.floor(noon / 30_000) * 30_000;
	return sampleAccount(label, {
		claims,
		paceMarks: [
			{ at: start - 30_000, claims: 0 },
			{ at: start, claims: 0 },
		],
	});
};

describe("a bound account is crowded", () => {
	test.each([
		[[91, 20, 24], true],
		[[90, 20, 25], false],
		[[29, 0, 0], false],
		[[300, 0], false],
	])("%j claims: %s", (claims, crowded) => {
		const open = claims.map((count, index) => busy(`a${index}`, count));

		expect(isCrowded(open[0] ?? busy("a", 0), open, noon)).toBe(crowded);
	});

	test("no longer than a minute", () => {
		const open = [busy("a", 100), busy("b", 0), busy("c", 0)];

		expect(isCrowded(open[0] ?? busy("a", 0), open, noon + 60_000)).toBe(false);
	});
});

test("a conversation belongs to one key, one provider and one workspace, and its id tells nothing of its session", () => {
	const of = { workspace: "w", keyId: "k", provider: "p", session: "alice@example.com" };
	const others = [
		{ ...of, workspace: "x" },
		{ ...of, keyId: "x" },
		{ ...of, provider: "x" },
		{ ...of, session: "x" },
	];

	expect(new Set([of, ...others].map(conversationId)).size).toBe(5);
	expect(conversationId(of)).toMatch(/^[\w-]{43}$/);
});
