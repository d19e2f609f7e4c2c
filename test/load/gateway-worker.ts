import { startTestGateway } from "../support/gateway.ts";

/**
 * A gateway in a process of its own, with a clock that its parent sets: `fork(gateway-worker.ts, [folder, env as JSON])`. It says `{url}` once it listens;
 * on `{now, chats, model}` it asks itself for so many chats at once and answers `{statuses}`; on `{stop}` it ends.
 */
interface Order {
	readonly now: number;
	readonly chats: number;
	readonly model: string;
	readonly stop?: true;
}

const [folder = "", env = "{}"] = process.argv.slice(2);
let now = Date.now();
const gateway = await startTestGateway({ folder, env: JSON.parse(env), clock: () => now });

async function chat(model: string): Promise<number> {
	const response = await gateway.chat({ model, messages: [{ role: "user", content: "Hi" }] });
	await response.arrayBuffer();
	return response.status;
}

process.on("message", async (order: Order) => {
	if (order.stop) {
		await gateway.stop();
		process.exit(0);
	}
	now = order.now;
	const statuses = await Promise.all(Array.from({ length: order.chats }, () => chat(order.model)));
	process.send?.({ statuses });
});
process.send?.({ url: gateway.url });
