import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quotaWindows } from "./windows.ts";

const now = Date.UTC(2030, 0, 1, 12);
const inSeconds = (seconds: number): string => String(now / 1000 + seconds);

describe("windows in the headers of an answer", () => {
	test("of a subscription: 5 hours, 7 days, and a line of models", () => {
		const headers = {
			"anthropic-ratelimit-unified-status": "allowed",
			"anthropic-ratelimit-unified-5h-utilization": "0.425",
			"anthropic-ratelimit-unified-5h-reset": inSeconds(3600),
			"anthropic-ratelimit-unified-7d-utilization": "0.1",
			"anthropic-ratelimit-unified-7d_opus-utilization": "1.02",
			"anthropic-ratelimit-unified-7d_opus-reset": inSeconds(86_400),
		};

		expect(quotaWindows(headers, now)).toEqual([
			{ window: "5h", usedPercent: 42.5, resetsAt: now + 3_600_000, minutes: 300 },
			{ window: "7d", usedPercent: 10, resetsAt: null, minutes: 10_080 },
			{ window: "7d_opus", usedPercent: 102, resetsAt: now + 86_400_000, minutes: 10_080 },
		]);
	});

	test("of Codex, in its newer and older spelling, and of another meter", () => {
		const headers = {
			"x-codex-primary-used-percent": "12.5",
			"x-codex-primary-window-minutes": "300",
			"x-codex-primary-reset-at": inSeconds(60),
			"x-codex-secondary-used-percent": "80",
			"x-codex-secondary-window-minutes": "10080",
			"x-codex-secondary-reset-after-seconds": "120",
			"x-spark-primary-used-percent": "3",
		};

		expect(quotaWindows(headers, now)).toEqual([
			{ window: "5h", usedPercent: 12.5, resetsAt: now + 60_000, minutes: 300 },
			{ window: "7d", usedPercent: 80, resetsAt: now + 120_000, minutes: 10_080 },
			{ window: "spark primary", usedPercent: 3, resetsAt: null, minutes: null },
		]);
	});

	test("by the minute and by the day", () => {
		const headers = {
			"anthropic-ratelimit-input-tokens-limit": "1000",
			"anthropic-ratelimit-input-tokens-remaining": "250",
			"anthropic-ratelimit-input-tokens-reset": new Date(now + 5_000).toISOString(),
			"x-ratelimit-limit-requests": "60",
			"x-ratelimit-remaining-requests": "59",
			"x-ratelimit-reset-requests": "1m30s",
			"x-ratelimit-limit-tokens-day": "100",
			"x-ratelimit-remaining-tokens-day": "0",
		};

		expect(quotaWindows(headers, now)).toEqual([
			{ window: "input-tokens/minute", usedPercent: 75, resetsAt: now + 5_000, minutes: 1 },
			{ window: "requests", usedPercent: 1.7, resetsAt: now + 90_000, minutes: null },
			{ window: "tokens/day", usedPercent: 100, resetsAt: null, minutes: 1440 },
		]);
	});

	test.each([
		[{ "anthropic-ratelimit-unified-5h-utilization": "much" }],
		[{ "x-ratelimit-remaining-requests": "5" }],
		[{ "x-ratelimit-remaining-requests": "5", "x-ratelimit-limit-requests": "0" }],
		[{ "x-ratelimit-remaining-requests": "-1", "x-ratelimit-limit-requests": "-1" }],
		[{ "x-codex-primary-used-percent": "" }],
		[{ "retry-after": "3" }],
	])("nothing is made of %j", (headers: Record<string, string>) => {
		expect(quotaWindows(headers, now)).toEqual([]);
	});

	test("never throw, whatever the headers", () => {
		const name = fc.constantFrom(
			"anthropic-ratelimit-unified-5h-utilization",
			"anthropic-ratelimit-unified-5h-reset",
			"x-codex-primary-used-percent",
			"x-codex-primary-window-minutes",
			"x-ratelimit-remaining-tokens",
			"x-ratelimit-limit-tokens",
			"x-ratelimit-reset-tokens",
		);
		const value = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
		fc.assert(
			fc.property(fc.dictionary(name, value), (headers) => {
				for (const { usedPercent, resetsAt } of quotaWindows(headers, now)) {
					expect(usedPercent).toBeGreaterThanOrEqual(0);
					if (resetsAt !== null) expect(resetsAt).toBeGreaterThan(now);
				}
			}),
			{ numRuns: 300 },
		);
	});
});
