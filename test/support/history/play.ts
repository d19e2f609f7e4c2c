import type { Store } from "@smart-router/core/store/store.ts";
import fc from "fast-check";
import { noon, workspace } from "../accounts.ts";
import { aroundCalls } from "../around-calls.ts";
import { createMemoryStore } from "../memory-store.ts";
import { askOf, type Command, commandsOn, everything, type Subject } from "./commands.ts";
import type { Ask, History } from "./history.ts";
import { createInstance, type InstanceDeps } from "./instance.ts";
import { joined } from "./record.ts";

/** Clocks of the instances are off by so many ms. */
const skews = [0, -5_000, 5_000];
const day = 86_400_000;

/** Every instance does its commands in a row, all instances at the same time, after it has been quiet for a while. */
export interface Scene {
	readonly quiet: number;
	readonly commands: readonly (readonly Command[])[];
}

const quiet = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90_000 }), fc.constant(60_000), fc.integer({ min: 1, max: day }));
export function scenesOf(subject: Subject): fc.Arbitrary<readonly Scene[]> {
	const some = fc.array(commandsOn(subject), { maxLength: 3 });
	return fc.array(fc.record({ quiet, commands: fc.tuple(some, some, some) }), { minLength: 1, maxLength: 10 });
}

/** How a history is played: with which accounts, under which faults, and with which bug. */
export interface Staging extends Pick<InstanceDeps, "between" | "bug"> {
	readonly names?: readonly string[];
	/** What is done twice. */
	readonly repeats?: Ask["kind"];
}

/** The calls of several instances in any order: each call waits for its turn before it reaches the store, and again before its reply does. */
export const inAnyOrder = (store: Store, turn: () => Promise<void>): Store =>
	aroundCalls(store, async (run) => {
		await turn();
		try {
			return await run();
		} finally {
			await turn();
		}
	});

/** Plays the scenes on three instances in the order of the scheduler, and tells what happened. */
export async function play(
	scheduler: fc.Scheduler,
	played: readonly Scene[],
	{ names = everything.names, repeats, ...staging }: Staging = {},
): Promise<History> {
	const memory = createMemoryStore();
	const store = inAnyOrder(memory, () => scheduler.schedule(Promise.resolve()));
	let now = noon;
	let ticks = 0;
	const stopwatch = () => ++ticks;
	const shared = { workspace, random: () => 0.5, stopwatch };
	const instances = skews.map((skew, index) =>
		createInstance({ ...shared, ...staging, name: `i${index}`, store, clock: () => now + skew }),
	);
	const setup = createInstance({ ...shared, name: "setup", store: memory, clock: () => now });
	for (const label of names) await setup.perform({ kind: "link", label });
	for (const { quiet, commands } of played) {
		now += quiet;
		const work = instances.map(async ({ perform, open }, index) => {
			for (const next of commands[index] ?? []) {
				const ask = askOf(next, open, now);
				if (ask) await perform(ask);
				if (ask && ask.kind === repeats) await perform(ask);
			}
		});
		await scheduler.waitFor(Promise.all(work));
	}
	return joined([setup, ...instances].map(({ history }) => history));
}
