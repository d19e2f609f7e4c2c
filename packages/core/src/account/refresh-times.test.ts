import { describe, expect, it } from "vitest";
import { secret } from "../credential/secret.ts";
import { refreshAtOf, tokenTimes } from "./refresh-times.ts";

const minute = 60_000;
const hour = 60 * minute;
const obtainedAt = 1_000 * hour;
const issued = (changes: Partial<Parameters<typeof refreshAtOf>[0]> = {}) => ({
	accessToken: secret("access"),
	refreshToken: secret("refresh"),
	obtainedAt,
	expiresAt: obtainedAt + hour,
	earliestRefreshAt: null,
	...changes,
});
const aheadOf = (tokens: ReturnType<typeof issued>): number => (tokens.expiresAt ?? 0) - (refreshAtOf(tokens) ?? 0);

describe("the time of a refresh", () => {
	it("lies 5 to 10 minutes before the end, for tokens of one moment at different times", () => {
		const ahead = Array.from({ length: 200 }, (_, index) => aheadOf(issued({ accessToken: secret(`access-${index}`) })));

		expect(Math.min(...ahead)).toBeGreaterThanOrEqual(5 * minute - 1);
		expect(Math.max(...ahead)).toBeLessThan(10 * minute);
		expect(new Set(ahead).size).toBeGreaterThan(190);
		expect(Math.max(...ahead) - Math.min(...ahead)).toBeGreaterThan(4 * minute);
	});

	it("is the same each time it is asked for", () => {
		expect(refreshAtOf(issued())).toBe(refreshAtOf(issued()));
	});

	it("is never before the provider's own earliest time", () => {
		const earliestRefreshAt = obtainedAt + hour - minute;

		expect(refreshAtOf(issued({ earliestRefreshAt }))).toBe(earliestRefreshAt);
	});

	it("leaves half of a short life alone", () => {
		expect(refreshAtOf(issued({ expiresAt: obtainedAt + 4 * minute }))).toBe(obtainedAt + 2 * minute);
	});

	it.each([
		["without a refresh token", { refreshToken: null }],
		["without an end", { expiresAt: null }],
	])("is none %s", (_what, changes) => {
		const tokens = issued(changes);

		expect(refreshAtOf(tokens)).toBeUndefined();
		expect(tokenTimes(tokens)).toEqual({ credentialExpiresAt: tokens.expiresAt });
	});
});
