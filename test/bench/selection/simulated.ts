import { labels, link, noon } from "../../support/accounts.ts";
import { countingStore } from "../../support/counting-store.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { busy, createVirtualTime, distant } from "../../support/virtual-time.ts";
import { type Claimed, type Claimer, type Contention, claimerOf } from "./contention.ts";

/** Where the claims go: each call takes 5 ms (4 to 6), or a store that can do four calls for each claim stands still for a second. */
export type Where = "5 ms away" | "stalls for 1 s";

/** ms until the next of things that happen at random so many times a second. */
const untilNext = (perSecond: number): number => (-Math.log(1 - Math.random()) * 1_000) / perSecond;

const workers = 2;
const stall = { from: 3_000, to: 4_000 };

/**
 * Claims arrive at random, each at a process of which so many are at rest, or a new one when all are at work. Selection's own code in virtual
 * time: the figures do not depend on this machine.
 */
export async function simulate(
	{ accounts, perSecond, processes, manner }: Omit<Contention, "where">,
	claims: number,
	where: Where = "5 ms away",
): Promise<Claimed> {
	const time = createVirtualTime();
	const memory = createMemoryStore();
	await link(memory, labels(accounts));
	const service = () => untilNext((4 * perSecond) / workers);
	const far = where === "5 ms away" ? distant(memory, time, () => 4 + 2 * Math.random()) : busy(memory, time, { workers, service, stall });
	const { store, calls } = countingStore(far);
	const clock = () => noon + Math.floor(time.now());
	const start = (): Claimer => claimerOf(manner, { store, clock, random: Math.random });
	const idle = Array.from({ length: processes }, start);
	const claimed: string[] = [];
	const times: number[] = [];
	let failed = 0;

	async function one(): Promise<void> {
		const began = time.now();
		const [claimer = start()] = idle.splice(Math.floor(Math.random() * idle.length), 1);
		const label = await claimer();
		if (label === undefined) failed++;
		else claimed.push(label);
		times.push(time.now() - began);
		idle.push(claimer);
	}

	async function arrivals(): Promise<void> {
		for (let count = 0; count < claims; count++) {
			void one();
			await time.wait(untilNext(perSecond));
		}
	}

	void arrivals();
	await time.run();
	return { labels: claimed, failed, writes: calls.update, times };
}
