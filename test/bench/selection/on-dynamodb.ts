import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { labels, link } from "../../support/accounts.ts";
import { freshTable } from "../../support/table.ts";
import type { Task } from "./claimer.ts";
import type { Claimed, Contention } from "./contention.ts";

const script = resolve(import.meta.dirname, "claimer.ts");

/** Processes of this machine that claim at a DynamoDB; started once, so that what is measured is not their start. */
export interface Claimers {
	/** Each of them does an equal share of the load. */
	claim(load: Contention, claims: number): Promise<Claimed>;
	stop(): void;
}

export async function startClaimers(count: number, endpoint: string): Promise<Claimers> {
	const processes = Array.from({ length: count }, () => fork(script, [endpoint]));
	await Promise.all(processes.map((process) => once(process, "message")));
	return {
		async claim({ accounts, perSecond, manner }, claims) {
			const { store, table } = await freshTable(endpoint);
			await link(store, labels(accounts));
			const task: Task = { table, perSecond: perSecond / count, claims: Math.round(claims / count), manner };
			return together(await Promise.all(processes.map((process) => ask(process, task))));
		},
		stop() {
			for (const process of processes) process.kill();
		},
	};
}

async function ask(process: ChildProcess, task: Task): Promise<Claimed> {
	process.send(task);
	const [claimed] = await once(process, "message");
	return claimed;
}

const together = (reports: readonly Claimed[]): Claimed => ({
	labels: reports.flatMap(({ labels }) => labels),
	failed: reports.reduce((sum, { failed }) => sum + failed, 0),
	writes: reports.reduce((sum, { writes }) => sum + writes, 0),
	times: reports.flatMap(({ times }) => times),
});
