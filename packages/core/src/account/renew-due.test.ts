import { describe, expect, it } from "vitest";
import { sampleAccount, sampleCooldown } from "../../../../test/support/accounts.ts";
import { secret } from "../credential/secret.ts";
import type { Store } from "../store/store.ts";
import type { Account } from "./account.ts";
import { refreshAtOf } from "./refresh-times.ts";
import type { Renewal } from "./renew.ts";
import { type RenewDueDeps, refreshEveryMs, renewDue } from "./renew-due.ts";

const second = 1_000;
const minute = 60 * second;
const start = Date.UTC(2030, 0, 1);

/** A clock that jumps to whatever is waited for next, so that an hour of schedule takes no time. */
function timeline(startedAt: number) {
	let now = startedAt;
	const waiting: { at: number; wake: () => void }[] = [];
	return {
		clock: () => now,
		wait: (ms: number) => new Promise<void>((wake) => waiting.push({ at: now + ms, wake })),
		async run<T>(task: Promise<T>): Promise<T> {
			let over = false;
			void task.finally(() => {
				over = true;
			});
			while (!over) {
				await new Promise((resolve) => setImmediate(resolve));
				waiting.sort((one, other) => one.at - other.at);
				const next = waiting.shift();
				if (!next) continue;
				now = Math.max(now, next.at);
				next.wake();
			}
			return task;
		},
		moveTo: (at: number) => {
			now = Math.max(now, at);
		},
	};
}

function stageOf(accounts: Account[], renewMs = 200, outcome: () => Renewal | undefined = () => fresh) {
	const time = timeline(start);
	const renewed: { readonly label: string; readonly at: number }[] = [];
	const store = { query: async () => ({ items: accounts, next: undefined }) } as unknown as Store;
	const deps: RenewDueDeps = {
		store,
		...time,
		fresh: {
			async renewEarly(account) {
				renewed.push({ label: account.label, at: time.clock() });
				await time.wait(renewMs);
				return outcome();
			},
		},
		onFault: () => undefined,
	};
	return { deps, time, renewed };
}

const fresh = { kind: "fresh" } as Renewal;
const login = (label: string, changes: Partial<Account> = {}): Account =>
	sampleAccount(label, { method: "oauth", credentialExpiresAt: start + 10 * minute, refreshAt: start + minute, ...changes });

describe("a run of the schedule", () => {
	it("renews what comes due before the next run, also of accounts that rest or are in Error", async () => {
		const { deps, time, renewed } = stageOf([
			login("due"),
			login("resting", { cooldowns: { "*": sampleCooldown({ until: start + 60 * minute }) } }),
			login("in-error", { errorStreak: 9 }),
			login("later", { refreshAt: start + refreshEveryMs + 1 }),
			login("disabled", { enabled: false }),
			login("ended", { refused: { credentialVersion: 1, at: start, text: "" } }),
			sampleAccount("api-key"),
		]);

		const done = await time.run(renewDue(deps, "default"));

		expect(renewed.map(({ label }) => label)).toEqual(["due", "resting", "in-error"]);
		expect(done).toEqual({ due: 3, fresh: 3, refused: 0, unavailable: 0, left: 0 });
	});

	it("begins with the most urgent", async () => {
		const { deps, time, renewed } = stageOf([login("b", { refreshAt: start + 2 }), login("a", { refreshAt: start - minute })]);

		await time.run(renewDue(deps, "default"));

		expect(renewed.map(({ label }) => label)).toEqual(["a", "b"]);
	});

	it("goes on after one that fails", async () => {
		const accounts = [login("a"), login("b")];
		let calls = 0;
		const { deps, time } = stageOf(accounts, 10, () => {
			if (calls++ === 0) throw new Error("store gone");
			return fresh;
		});

		expect(await time.run(renewDue(deps, "default"))).toMatchObject({ fresh: 1, unavailable: 1 });
	});

	it("leaves the rest when it is asked to end, and when its time is over", async () => {
		const ending = new AbortController();
		const asked = stageOf([login("a"), login("b"), login("c")]);
		const slow = stageOf(
			Array.from({ length: 400 }, (_, index) => login(`a${index}`)),
			15 * second,
		);

		const run = renewDue(asked.deps, "default", ending.signal);
		await new Promise((resolve) => setImmediate(resolve));
		ending.abort();

		expect(await asked.time.run(run)).toMatchObject({ due: 3, fresh: 1, left: 2 });
		expect((await slow.time.run(renewDue(slow.deps, "default"))).left).toBeGreaterThan(50);
		expect(slow.time.clock()).toBeLessThanOrEqual(start + 216 * second);
	});
});

describe("1,000 tokens that end together", () => {
	const expiresAt = start + 60 * minute;
	const accounts = Array.from({ length: 1000 }, (_, index) => {
		const tokens = {
			accessToken: secret(`access-${index}`),
			refreshToken: secret("refresh"),
			obtainedAt: start,
			expiresAt,
			earliestRefreshAt: null,
		};
		return login(`a${index}`, { credentialExpiresAt: expiresAt, refreshAt: refreshAtOf(tokens) ?? 0 });
	});

	/** The fullest second over the mean of all seconds from the first call to the last. */
	function peakOverMean(at: readonly number[]): number {
		const counts = Map.groupBy(at, (ms) => Math.floor(ms / second));
		const span = (Math.max(...at) - Math.min(...at)) / second + 1;
		return Math.max(...[...counts.values()].map(({ length }) => length)) / (at.length / span);
	}

	it("are renewed spread over time: the fullest second holds at most 10 times the mean", async () => {
		const { deps, time, renewed } = stageOf(accounts);
		for (let tick = start; tick < expiresAt; tick += refreshEveryMs) {
			time.moveTo(tick);
			await time.run(renewDue({ ...deps, store: due(new Set(renewed.map(({ label }) => label))) }, "default"));
		}

		expect(new Set(renewed.map(({ label }) => label)).size).toBe(1000);
		expect(renewed.every(({ at }) => at < expiresAt)).toBe(true);
		expect(peakOverMean(renewed.map(({ at }) => at))).toBeLessThanOrEqual(10);
	});

	it("also when they all come due at once, because the schedule had stopped", async () => {
		const { deps, time, renewed } = stageOf(accounts);
		time.moveTo(expiresAt);

		await time.run(renewDue(deps, "default"));

		expect(renewed).toHaveLength(1000);
		expect(peakOverMean(renewed.map(({ at }) => at))).toBeLessThanOrEqual(10);
	});

	const due = (done: ReadonlySet<string>): Store =>
		({ query: async () => ({ items: accounts.filter(({ label }) => !done.has(label)), next: undefined }) }) as unknown as Store;
});
