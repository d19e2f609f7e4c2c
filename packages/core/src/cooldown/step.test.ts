import { describe, expect, test } from "vitest";
import { noon, sampleAccount, sampleCooldown, samplePool } from "../../../../test/support/accounts.ts";
import { sampleVerdict } from "../../../../test/support/verdicts.ts";
import type { Account } from "../account/account.ts";
import type { Claim } from "../selection/outcome.ts";
import { holds } from "../store/holds.ts";
import { and } from "../store/store.ts";
import { abandonedStep, cleanSlate, failureStep, type Step, successStep } from "./step.ts";

const model = "gpt-4.1";
const hour = 3_600_000;
const resting = (changes = {}) =>
	sampleAccount("a", { cooldowns: { [model]: sampleCooldown({ id: "cd-1", until: noon + 1000, ...changes }) } });

const claimOf = (account: Account, seen: Record<string, string> = {}): Claim => ({
	...{ attemptId: "att-1", account, pool: samplePool(), model, seen, probe: false, bound: "none" },
});

const failing = (claim: Claim, account: Account, retryAt = noon + hour, now = noon): Step | undefined =>
	failureStep({ claim, account, verdict: sampleVerdict({ retryAt }), now, chance: 0 }, "cd-new");

const mayWrite = ({ conditions }: Step, account: Account): boolean => holds(and(...conditions), account);

describe("a failure that raises somebody else's window", () => {
	const raise = failing(claimOf(sampleAccount("a")), resting());

	test("writes on the entry that was read only, and only where the end is not later by now", () => {
		if (!raise) throw new Error("nothing to write");

		expect(mayWrite(raise, resting())).toBe(true);
		expect(mayWrite(raise, resting({ until: noon + hour - 1 }))).toBe(true);
		expect(mayWrite(raise, resting({ until: noon + hour }))).toBe(false);
		expect(mayWrite(raise, resting({ until: noon + 2 * hour }))).toBe(false);
		expect(mayWrite(raise, resting({ id: "cd-other" }))).toBe(false);
		expect(mayWrite(raise, sampleAccount("a"))).toBe(false);
	});

	test("leaves the probe alone that another raise has set meanwhile", () => {
		if (!raise) throw new Error("nothing to write");

		expect(mayWrite(raise, resting({ until: noon + hour - 1, probe: { at: noon + 600_000, every: 600_000 } }))).toBe(false);
	});

	test("tells who, and lets a window that has become long be probed", () => {
		expect(raise?.changes.map(({ path }) => path[2])).toEqual(["until", "source", "by", "probe"]);
	});

	test("writes nothing where the end is later already", () => {
		expect(failing(claimOf(sampleAccount("a")), resting({ until: noon + 2 * hour }))).toBeUndefined();
	});
});

describe("a no of the provider", () => {
	const refuse = (scope: "account" | "model") =>
		failureStep(
			{ claim: claimOf(sampleAccount("a")), account: sampleAccount("a"), verdict: refusedVerdict(scope), now: noon, chance: 0 },
			"cd-new",
		);
	const refusedVerdict = (scope: "account" | "model") => sampleVerdict({ kind: "permission", scope, status: 403, message: "banned" });
	const pathsOf = (step: Step | undefined) => step?.changes.map(({ path }) => path.join("."));

	test("is a step towards Error where it is for the whole account", () => {
		expect(pathsOf(refuse("account"))).toEqual(["cooldowns.*", "errorStreak", "errorAt", "errorText"]);
		expect(pathsOf(refuse("model"))).toEqual([`cooldowns.${model}`]);
	});

	test("is over with a clean slate, unless another one took its place; limits stand", () => {
		const cooldowns = { "*": sampleCooldown({ refusal: true }), [model]: sampleCooldown(), o3: sampleCooldown({ refusal: true }) };
		const slate = cleanSlate(sampleAccount("a", { cooldowns }));

		expect(pathsOf(slate)).toEqual(["refused", "errorStreak", "errorAt", "errorText", "probedAt", "cooldowns.*", "cooldowns.o3"]);
		expect(mayWrite(slate, sampleAccount("a", { cooldowns }))).toBe(true);
		const newer = { ...cooldowns, "*": sampleCooldown({ id: "cd-2", reason: "quota used up" }) };
		expect(mayWrite(slate, sampleAccount("a", { cooldowns: newer }))).toBe(false);
	});
});

describe("an attempt whose seen entry is gone", () => {
	const saw = resting({ until: noon - 1 });
	const late = claimOf(saw, { [model]: "cd-1" });

	test("begins a window of its own when it fails", () => {
		expect(failing(late, sampleAccount("a"))?.changes).toContainEqual(
			expect.objectContaining({ path: ["cooldowns", model], value: expect.objectContaining({ id: "cd-new", streak: 0 }) }),
		);
	});

	test("ends nothing when it succeeds, neither the missing one nor another in its place", () => {
		const paths = (account: Account) => successStep(late, account, noon)?.changes.map(({ path }) => path[0]);

		expect(paths(sampleAccount("a"))).toEqual(["lastUsedAt"]);
		expect(paths(resting({ id: "cd-other" }))).toEqual(["lastUsedAt"]);
	});
});

test("an attempt that is over takes its own place away and no other", () => {
	const account = sampleAccount("a", { maxConcurrency: 2, inFlight: { "att-1": noon + 1, "att-2": noon + 1 } });

	expect(abandonedStep(claimOf(account), account)).toEqual({ changes: [{ op: "remove", path: ["inFlight", "att-1"] }], conditions: [] });
	expect(abandonedStep(claimOf(account), sampleAccount("a", { inFlight: {} }))).toBeUndefined();
});
