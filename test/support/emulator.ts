import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** A service that runs as a process of its own for as long as a test file needs it. */
export interface Emulator {
	/** `http://127.0.0.1:<port>` */
	readonly endpoint: string;
	readonly stop: () => Promise<void>;
}

const startLimitMs = 45_000;
const pollMs = 25;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (address === null || typeof address === "string") throw new Error("no TCP port");
	return address.port;
}

function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ host: "127.0.0.1", port });
		socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
		socket.once("connect", () => socket.destroy());
	});
}

/** Starts a program on a free port and resolves as soon as that port accepts connections. */
export async function startEmulator(program: string, argumentsFor: (port: number) => readonly string[], cwd?: string): Promise<Emulator> {
	const port = await freePort();
	const child = spawn(program, argumentsFor(port), { stdio: ["ignore", "ignore", "pipe"], ...(cwd && { cwd }) });
	let complaints = "";
	child.stderr.on("data", (text) => {
		complaints = (complaints + text).slice(-2000);
	});
	const kill = (): boolean => child.kill("SIGKILL");
	process.once("exit", kill);
	const exited = once(child, "exit");
	const stop = async (): Promise<void> => {
		process.off("exit", kill);
		kill();
		await exited;
	};

	const deadline = performance.now() + startLimitMs;
	while (!(await accepts(port))) {
		if (child.exitCode === null && performance.now() < deadline) {
			await wait(pollMs);
			continue;
		}
		await stop();
		throw new Error(`${program} did not start: ${complaints}`);
	}
	return { endpoint: `http://127.0.0.1:${port}`, stop };
}
