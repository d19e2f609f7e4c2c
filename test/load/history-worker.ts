import { createDynamoClient } from "@smart-router/core/store/client.ts";
import { createDynamoStore } from "@smart-router/core/store/dynamodb.ts";
import fc from "fast-check";
import { noon } from "../support/accounts.ts";
import { askOf, commandsOn, conversationsAndCaps, everything } from "../support/history/commands.ts";
import { createInstance } from "../support/history/instance.ts";
import { type Act, machineTime } from "../support/history/processes.ts";
import { dummyAws } from "../support/table.ts";

/**
 * One of several processes that act in the same histories: `node history-worker.ts <name> <endpoint> <table> <skew ms>`. Gets one `Act` a
 * message and answers with what it did.
 */
const [name = "", endpoint = "", table = "", skew = "0"] = process.argv.slice(2);
const store = createDynamoStore({ client: createDynamoClient({ ...dummyAws, endpoint }), table });

async function act({ workspace, seed, commands, startedAt, speed }: Act): Promise<void> {
	const clock = () => noon + Math.floor((machineTime() - startedAt) * speed) + Number(skew);
	const { perform, open, history } = createInstance({ name, workspace, store, clock, random: Math.random, stopwatch: machineTime });
	const subject = seed % 2 === 0 ? everything : conversationsAndCaps;
	for (const command of fc.sample(commandsOn(subject), { seed, numRuns: commands })) {
		const ask = askOf(command, open, clock());
		if (ask) await perform(ask);
	}
	process.send?.({ workspace, history });
}

process.on("message", (message: Act) => void act(message));
process.send?.("ready");
