import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { clientOf, type GatewayClient } from "./gateway.ts";

/** A gateway in a process of its own, see `test/load/gateway-worker.ts`. */
export interface GatewayWorker extends GatewayClient {
	/** So many chats at once at this time (ms); their statuses. */
	chats(now: number, count: number, model: string): Promise<readonly number[]>;
	/** Ends it at once, as a power cut does. */
	kill(): Promise<void>;
	stop(): Promise<void>;
}

export async function startGatewayWorker(folder: string, env: Readonly<Record<string, string>> = {}): Promise<GatewayWorker> {
	const child = fork(join(import.meta.dirname, "../load/gateway-worker.ts"), [folder, JSON.stringify(env)], {
		env: { ...process.env, ...env, LOG_LEVEL: "SILENT" },
	});
	const [{ url }] = (await once(child, "message")) as [{ url: string }];
	const exited = once(child, "exit");
	return {
		...clientOf(url),
		chats: (now, chats, model) => asked(child, { now, chats, model }),
		async kill() {
			child.kill("SIGKILL");
			await exited;
		},
		async stop() {
			if (child.connected) child.send({ stop: true });
			await exited;
		},
	};
}

async function asked(child: ChildProcess, order: object): Promise<readonly number[]> {
	const answered = once(child, "message") as Promise<[{ statuses: readonly number[] }]>;
	child.send(order);
	const [{ statuses }] = await answered;
	return statuses;
}
