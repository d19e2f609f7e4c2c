import { setTimeout as wait } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createSelection, type Selection } from "@smart-router/core/selection/claim.ts";
import { createDynamoStore } from "@smart-router/core/store/dynamodb.ts";
import { provider, workspace } from "../../support/accounts.ts";
import { countingStore } from "../../support/counting-store.ts";
import { dummyAws } from "../../support/table.ts";
import { type Claimed, chooser } from "./contention.ts";

/**
 * One of several processes whose claims arrive at random: `node claimer.ts <endpoint> <table> <claims/s> <claims> <manner>`. Claims under way
 * at the same time have a selection each, as Lambda instances have. Prints a `Claimed`.
 */
const [endpoint = "", table = "", perSecond = "1", claims = "1", manner = ""] = process.argv.slice(2);
const { store, calls } = countingStore(createDynamoStore({ client: new DynamoDBClient({ ...dummyAws, endpoint }), table }));
const random = chooser(manner === "strict" ? "strict" : "as built");
const idle: Selection[] = [];
const labels: string[] = [];
const times: number[] = [];
let failed = 0;

async function one(): Promise<void> {
	const selection = idle.shift() ?? createSelection({ store, clock: Date.now, random });
	const began = performance.now();
	const outcome = await selection.claim({ workspace, provider, model: "gpt-4.1", exclude: new Set() }).catch(() => undefined);
	times.push(performance.now() - began);
	if (outcome?.kind === "claimed") labels.push(outcome.claim.account.label);
	else failed++;
	idle.push(selection);
}

const underway: Promise<void>[] = [];
for (let count = 0; count < Number(claims); count++) {
	await wait((-Math.log(1 - Math.random()) * 1_000) / Number(perSecond));
	underway.push(one());
}
await Promise.all(underway);
console.log(JSON.stringify({ labels, failed, writes: calls.update, times } satisfies Claimed));
