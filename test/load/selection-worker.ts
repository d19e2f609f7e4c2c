import { createSelection } from "@smart-router/core/selection/claim.ts";
import { createDynamoClient } from "@smart-router/core/store/client.ts";
import { createDynamoStore } from "@smart-router/core/store/dynamodb.ts";
import { provider, workspace } from "../support/accounts.ts";
import { countingStore } from "../support/counting-store.ts";
import { dummyAws } from "../support/table.ts";

/**
 * One of several processes that claim from the same pool: `node selection-worker.ts <endpoint> <table> <claims> <concurrency>`.
 * Each concurrent caller has a selection of its own, as Lambda instances have. Prints what it claimed as JSON.
 */
const [endpoint = "", table = "", claims = "0", concurrency = "1"] = process.argv.slice(2);
const { store, calls } = countingStore(createDynamoStore({ client: createDynamoClient({ ...dummyAws, endpoint }), table }));
const claimed: string[] = [];
let failed = 0;
let left = Number(claims);

async function caller(): Promise<void> {
	const selection = createSelection({ store, clock: Date.now, random: Math.random });
	while (left-- > 0) {
		const outcome = await selection.claim({ workspace, provider, model: "gpt-4.1", exclude: new Set() });
		if (outcome.kind === "claimed") claimed.push(outcome.claim.account.label);
		else failed++;
	}
}

await Promise.all(Array.from({ length: Number(concurrency) }, caller));
console.log(JSON.stringify({ claimed, failed, updates: calls.update }));
