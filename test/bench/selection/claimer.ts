import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { createDynamoClient } from "@smart-router/core/store/client.ts";
import { createDynamoStore } from "@smart-router/core/store/dynamodb.ts";
import { countingStore } from "../../support/counting-store.ts";
import { dummyAws } from "../../support/table.ts";
import { type Claimed, type Claimer, claimerOf, type Manner } from "./contention.ts";

/** What a claimer is to do: so many claims that arrive at random. */
export interface Task {
	readonly table: string;
	readonly perSecond: number;
	readonly claims: number;
	readonly manner: Manner;
}

/**
 * One of several processes that claim from the same pool, told what to do by messages: `node claimer.ts <endpoint>`. Claims under way at the same
 * time have a selection each, as Lambda instances have. Answers with a `Claimed`.
 */
const [endpoint = ""] = process.argv.slice(2);
const client = createDynamoClient({ ...dummyAws, endpoint });

async function claim({ table, perSecond, claims, manner }: Task): Promise<Claimed> {
	const { store, calls } = countingStore(createDynamoStore({ client, table }));
	const idle: Claimer[] = [];
	const labels: string[] = [];
	const times: number[] = [];
	let failed = 0;

	async function one(): Promise<void> {
		const claimer = idle.shift() ?? claimerOf(manner, { store, clock: Date.now, random: Math.random });
		const began = performance.now();
		const label = await claimer().catch(() => undefined);
		times.push(performance.now() - began);
		if (label === undefined) failed++;
		else labels.push(label);
		idle.push(claimer);
	}

	const underWay: Promise<void>[] = [];
	for (let count = 0; count < claims; count++) {
		await wait((-Math.log(1 - Math.random()) * 1_000) / perSecond);
		underWay.push(one());
	}
	await Promise.all(underWay);
	return { labels, failed, writes: calls.update, times };
}

process.send?.("ready");
for (;;) {
	const [task] = await once(process, "message");
	process.send?.(await claim(task));
}
