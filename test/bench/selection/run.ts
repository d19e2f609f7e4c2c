import { startDynamoDbLocal } from "../../support/dynamodb-local.ts";
import { printTable } from "../table.ts";
import { type Contention, columns, type Manner, rowOf } from "./contention.ts";
import { claimOnDynamoDb } from "./on-dynamodb.ts";
import { simulate } from "./simulated.ts";

// `npm run bench:selection`: what several processes that claim from the same pool cost each other, as built and with strict compare-and-set.

const manners: readonly Manner[] = ["as built", "strict"];
const inSimulation = [
	{ accounts: 10, perSecond: 10, processes: 10 },
	{ accounts: 10, perSecond: 100, processes: 100 },
	{ accounts: 20, perSecond: 500, processes: 10 },
	{ accounts: 20, perSecond: 500, processes: 100 },
	{ accounts: 20, perSecond: 500, processes: 500 },
	{ accounts: 3, perSecond: 100, processes: 100 },
];
const onDynamoDb = [
	{ accounts: 10, perSecond: 10, processes: 4, claims: 300 },
	{ accounts: 10, perSecond: 100, processes: 4, claims: 2_000 },
];
const simulatedClaims = 10_000;

const rows: string[][] = [];
const dynamoDb = await startDynamoDbLocal();
// A Java machine that has just started is slower than the load: claims would queue up behind it.
const warmUp: Contention = { where: "", accounts: 10, perSecond: 40, processes: 2, manner: "as built" };
if (dynamoDb) await claimOnDynamoDb(warmUp, 400, dynamoDb.endpoint);
for (const { claims, ...load } of dynamoDb ? onDynamoDb : []) {
	for (const manner of manners) {
		const contention: Contention = { where: "DynamoDB Local", manner, ...load };
		rows.push(rowOf(contention, await claimOnDynamoDb(contention, claims, dynamoDb?.endpoint ?? "")));
	}
}
await dynamoDb?.stop();
for (const load of inSimulation) {
	for (const manner of manners) {
		const contention: Contention = { where: "5 ms simulated", manner, ...load };
		rows.push(rowOf(contention, await simulate(contention, simulatedClaims)));
	}
}
printTable("claims that compete for one pool", columns, rows);
