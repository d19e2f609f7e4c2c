import { expect, test } from "vitest";
import { createRetryThrottle, isFault } from "./throttle.ts";

const times = (count: number, work: () => void): void => {
	for (let index = 0; index < count; index++) work();
};

test("retries end below half of the tokens and come back with successes, for each provider by itself", () => {
	const throttle = createRetryThrottle();

	times(50, () => throttle.failed("a"));
	const atHalf = throttle.mayRetry("a");
	throttle.failed("a");
	const below = [throttle.mayRetry("a"), throttle.mayRetry("b")];
	times(2, () => throttle.succeeded("a"));

	expect([atHalf, below, throttle.mayRetry("a")]).toEqual([true, [false, true], true]);
});

test("neither debts nor savings pile up", () => {
	const throttle = createRetryThrottle();

	times(1_000, () => throttle.failed("a"));
	times(100, () => throttle.succeeded("a"));
	times(1_000, () => throttle.succeeded("b"));
	times(51, () => throttle.failed("b"));

	expect([throttle.mayRetry("a"), throttle.mayRetry("b")]).toEqual([true, false]);
});

test("one failing call in five leaves retries open for ever", () => {
	const throttle = createRetryThrottle();

	times(1_000, () => {
		throttle.failed("a");
		times(4, () => throttle.succeeded("a"));
	});

	expect(throttle.mayRetry("a")).toBe(true);
});

test.each(["rate_short", "quota_long", "auth", "permission", "billing", "bad_request"])("%s is no fault", (kind) => {
	expect(isFault(kind)).toBe(false);
});
