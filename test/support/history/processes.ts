import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Strategy } from "@smart-router/core/account/account.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { noon } from "../accounts.ts";
import { everything } from "./commands.ts";
import type { History } from "./history.ts";
import { createInstance } from "./instance.ts";
import { joined } from "./record.ts";

/** What one process is to do in a history. */
export interface Act {
	readonly workspace: string;
	/** Of its commands. */
	readonly seed: number;
	readonly commands: number;
	/** When the history began, on the machine's clock. */
	readonly startedAt: number;
	/** So many times as fast as the machine's clock do the clocks of the processes go; 0: all happens within one millisecond. */
	readonly speed: number;
}

interface Acted {
	readonly workspace: string;
	readonly history: History;
}

/** ms of the machine's monotonic clock, the same one for all of its processes. */
export const machineTime = (): number => Number(process.hrtime.bigint()) / 1e6;

const worker = resolve(import.meta.dirname, "../../load/history-worker.ts");
const commandsEach = 8;
const strategies: readonly Strategy[] = ["round-robin", "round-robin", "round-robin", "failover-only", "least-used", "drain-soonest"];
/** Within a history of a fifth of a second: nothing, minutes, days. */
const speeds = [0, 1_000, 3_000, 500_000];

export interface Processes {
	/** The history of this number: all processes act in it at the same time. */
	play(number: number): Promise<History>;
	stop(): void;
}

/** Starts so many processes on a table; their clocks are up to 5 s apart either way. */
export async function startProcesses(
	count: number,
	{ endpoint, table, store }: { endpoint: string; table: string; store: Store },
): Promise<Processes> {
	const children = Array.from({ length: count }, (_, index) => {
		const skew = count === 1 ? 0 : Math.round((index / (count - 1)) * 10_000) - 5_000;
		return fork(worker, [`p${index}`, endpoint, table, String(skew)], { env: { ...process.env, NODE_NO_WARNINGS: "1" } });
	});
	await Promise.all(children.map((child) => once(child, "message")));

	return {
		async play(number) {
			const workspace = `history-${number}`;
			const setup = createInstance({ name: "setup", workspace, store, clock: () => noon, random: Math.random, stopwatch: machineTime });
			await setup.perform({ kind: "strategy", strategy: strategies[number % strategies.length] ?? "round-robin" });
			for (const label of everything.names) await setup.perform({ kind: "link", label });
			const shared = { workspace, commands: commandsEach, startedAt: machineTime(), speed: speeds[number % speeds.length] ?? 0 };
			const acted = await Promise.all(children.map((child, index) => ask(child, { ...shared, seed: number * count + index })));
			return joined([setup.history, ...acted]);
		},
		stop() {
			for (const child of children) child.kill();
		},
	};
}

/** Its answer; several histories may be under way. */
function ask(child: ChildProcess, act: Act): Promise<History> {
	return new Promise((resolve, reject) => {
		const done = (): void => {
			child.off("message", hear);
			child.off("exit", fail);
		};
		const fail = (): void => reject(new Error("a process died"));
		function hear({ workspace, history }: Acted): void {
			if (workspace !== act.workspace) return;
			done();
			resolve(history);
		}
		child.on("message", hear);
		child.once("exit", fail);
		child.send(act);
	});
}
