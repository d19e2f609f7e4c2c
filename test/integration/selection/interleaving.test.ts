import { accountKey } from "@smart-router/core/account/account.ts";
import { clearAccount, clearAll, setCooldown } from "@smart-router/core/cooldown/by-hand.ts";
import { markFailure, markSuccess } from "@smart-router/core/cooldown/mark.ts";
import { type Claim, createSelection } from "@smart-router/core/selection/claim.ts";
import { eq, set } from "@smart-router/core/store/store.ts";
import type { VerdictKind } from "@smart-router/llm/limits/verdict.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { noon, provider, sampleAccount, workspace } from "../../support/accounts.ts";
import { runs } from "../../support/runs.ts";
import { sampleVerdict } from "../../support/verdicts.ts";
import { createWorld, mayBeClaimed, model } from "./world.ts";

const names = ["a", "b", "c"] as const;
const day = 86_400_000;

const label = fc.constantFrom(...names);
const skew = fc.constantFrom(-5_000, 0, 5_000);
const which = fc.nat(20);
const kinds: readonly VerdictKind[] = ["rate_short", "quota_long", "overloaded", "server", "permission", "auth", "bad_request"];

type Command =
	| { readonly do: "claim"; readonly skew: number }
	| { readonly do: "fail"; readonly which: number; readonly skew: number; readonly kind: VerdictKind; readonly wait: number | undefined }
	| { readonly do: "succeed"; readonly which: number; readonly skew: number }
	| { readonly do: "rest" | "clear" | "delete" | "relink" | "disable" | "enable"; readonly label: string }
	| { readonly do: "clear all" };

const command: fc.Arbitrary<Command> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ do: fc.constant("claim" as const), skew }) },
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant("fail" as const),
			which,
			skew,
			kind: fc.constantFrom(...kinds),
			wait: fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: undefined }),
		}),
	},
	{ weight: 3, arbitrary: fc.record({ do: fc.constant("succeed" as const), which, skew }) },
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constantFrom("rest" as const, "clear" as const, "delete" as const, "relink" as const, "disable" as const, "enable" as const),
			label,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant("clear all" as const) }) },
);

/** What happens at once, and how long it is quiet before. */
const step = fc.record({
	quiet: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 1, max: day })),
	commands: fc.array(command, { minLength: 1, maxLength: 6 }),
});

async function play(scheduler: fc.Scheduler, steps: readonly { quiet: number; commands: readonly Command[] }[]): Promise<void> {
	const world = createWorld(() => scheduler.schedule(Promise.resolve()));
	const attempts: Claim[] = [];
	let now = noon;
	let lives = 0;
	const random = () => 0.5;

	async function link(name: string): Promise<void> {
		await world.as({ kind: "hand", now }).put(sampleAccount(name, { gen: `gen-${name}-${lives++}` }));
	}

	async function act(command: Command): Promise<void> {
		const hand = { store: world.as({ kind: "hand", now }), clock: () => now };
		switch (command.do) {
			case "claim": {
				const clock = () => now + command.skew;
				const claimed = await world.claiming(clock(), async (store) => {
					const outcome = await createSelection({ store, clock, random }).claim({ workspace, provider, model, exclude: new Set() });
					return outcome.kind === "claimed" ? outcome.claim : undefined;
				});
				if (claimed) attempts.push(claimed);
				return;
			}
			case "fail": {
				const [claim] = attempts.splice(command.which % Math.max(1, attempts.length), 1);
				if (!claim) return;
				const at = now + command.skew;
				const scope = command.kind === "bad_request" ? "request" : command.kind === "overloaded" ? "model" : "account";
				const retryAt = command.wait === undefined ? {} : { retryAt: at + command.wait };
				const store = world.as({ kind: "failure", now: at, claim });
				await markFailure({ store, clock: () => at, random }, claim, sampleVerdict({ kind: command.kind, scope, ...retryAt }));
				return;
			}
			case "succeed": {
				const [claim] = attempts.splice(command.which % Math.max(1, attempts.length), 1);
				if (!claim) return;
				const at = now + command.skew;
				await markSuccess({ store: world.as({ kind: "success", now: at, claim }), clock: () => at }, claim);
				return;
			}
			case "relink":
				return link(command.label);
			case "delete":
				await hand.store.remove(accountKey(workspace, provider, command.label));
				return;
			case "clear all":
				await clearAll(hand, { workspace });
				return;
			default:
				return byHand(command.do, command.label);
		}
	}

	async function byHand(what: "rest" | "clear" | "disable" | "enable", name: string): Promise<void> {
		const deps = { store: world.as({ kind: "hand", now }), clock: () => now };
		const key = accountKey(workspace, provider, name);
		const life = world.accounts().find((account) => account.label === name);
		if (!life) return;
		try {
			if (what === "rest") await setCooldown(deps, key, "*", { seconds: 30, reason: "maintenance" });
			else if (what === "clear") await clearAccount(deps, key);
			else await deps.store.update(key, [set(["enabled"], what === "enable")], eq(["gen"], life.gen));
		} catch (error) {
			// Deleted meanwhile.
			expect(error).toMatchObject({ code: "account_not_found" });
		}
	}

	const atOnce = async (work: readonly Promise<void>[]): Promise<void> => {
		const done = Promise.all(work);
		await scheduler.waitFor(done);
	};

	await atOnce(names.map(link));
	for (const { quiet, commands } of steps) {
		now += quiet;
		await atOnce(commands.map(act));
	}
	// 6: whatever has been, time alone makes every account eligible that no person switched off and no provider refused for good.
	const later = now + 9 * day;
	for (const account of world.accounts()) {
		expect(mayBeClaimed(account, later)).toBe(account.enabled && account.refused?.credentialVersion !== account.credentialVersion);
	}
	world.close();
}

test("no interleaving of claims, marks and changes by hand breaks an invariant", { timeout: 600_000 }, async () => {
	await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 1, maxLength: 12 }), play), { numRuns: runs(300, 20_000) });
});
