import { startDynamoDbLocal } from "../../support/dynamodb-local.ts";
import { printTable } from "../table.ts";
import { type Contention, columns, type Manner, rowOf } from "./contention.ts";
import { startClaimers } from "./on-dynamodb.ts";
import { simulate, type Where } from "./simulated.ts";

// `npm run bench:selection`: what several processes that claim from the same pool cost each other, as built and with strict compare-and-set.

const manners: readonly Manner[] = ["as built", "strict"];
const processes = 4;
const onDynamoDb = [
	{ accounts: 10, perSecond: 10, claims: 300 },
	{ accounts: 10, perSecond: 100, claims: 2_000 },
];
const inSimulation: readonly (Omit<Contention, "where" | "manner"> & { readonly at: Where })[] = [
	{ at: "5 ms away", accounts: 10, perSecond: 10, processes: 10 },
	{ at: "5 ms away", accounts: 10, perSecond: 100, processes: 100 },
	{ at: "5 ms away", accounts: 20, perSecond: 500, processes: 10 },
	{ at: "5 ms away", accounts: 20, perSecond: 500, processes: 100 },
	{ at: "5 ms away", accounts: 20, perSecond: 500, processes: 500 },
	{ at: "5 ms away", accounts: 3, perSecond: 100, processes: 100 },
	{ at: "stalls for 1 s", accounts: 10, perSecond: 100, processes: 100 },
];
const simulatedClaims = 10_000;
/** A Java machine that has just started is slower than the load, and so are the claimers. */
const warmUp = [
	{ perSecond: 40, claims: 1_200 },
	{ perSecond: 100, claims: 1_000 },
];

const rows: string[][] = [];

async function measureDynamoDbLocal(): Promise<void> {
	const dynamoDb = await startDynamoDbLocal();
	if (!dynamoDb) return;
	const claimers = await startClaimers(processes, dynamoDb.endpoint);
	const claim = async (load: Omit<Contention, "where" | "processes">, claims: number): Promise<string[]> => {
		const contention: Contention = { where: "DynamoDB Local", processes, ...load };
		return rowOf(contention, await claimers.claim(contention, claims));
	};
	for (const { claims, ...load } of warmUp) await claim({ accounts: 10, manner: "as built", ...load }, claims);
	for (const { claims, ...load } of onDynamoDb) {
		for (const manner of manners) rows.push(await claim({ ...load, manner }, claims));
	}
	claimers.stop();
	await dynamoDb.stop();
}

await measureDynamoDbLocal();
for (const { at, ...load } of inSimulation) {
	for (const manner of manners) {
		const contention: Contention = { where: `simulated, ${at}`, manner, ...load };
		rows.push(rowOf(contention, await simulate(contention, simulatedClaims, at)));
	}
}
printTable("claims that compete for one pool", columns, rows);
