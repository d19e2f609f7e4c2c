import { Agent, request as call } from "node:http";

export interface Load {
	readonly url: string;
	readonly stream: boolean;
	readonly concurrency: number;
	readonly requests: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly model: string;
}

export interface LoadResult {
	readonly perSecond: number;
	/** ms */
	readonly p50: number;
	readonly p99: number;
	readonly failed: number;
}

/** Sends so many requests over kept connections and times each from its start to its last byte. */
export async function runLoad({ url, stream, concurrency, requests, headers, model }: Load): Promise<LoadResult> {
	const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
	const { hostname, port } = new URL(url);
	const body = JSON.stringify({ model, stream, messages: [{ role: "user", content: "Say hello to the bench, please, in a few words." }] });
	const options = {
		agent,
		hostname,
		port,
		path: "/v1/chat/completions",
		method: "POST",
		headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers },
	};
	const times: number[] = [];
	let failed = 0;
	let next = 0;
	const one = (): Promise<void> =>
		new Promise((resolve) => {
			const began = performance.now();
			const done = (ok: boolean): void => {
				times.push(performance.now() - began);
				if (!ok) failed++;
				resolve();
			};
			const sent = call(options, (answer) => {
				answer.resume();
				answer.on("end", () => done(answer.statusCode === 200));
			});
			sent.on("error", () => done(false));
			sent.end(body);
		});
	const worker = async (): Promise<void> => {
		while (next++ < requests) await one();
	};
	const began = performance.now();
	await Promise.all(Array.from({ length: concurrency }, worker));
	const seconds = (performance.now() - began) / 1000;
	agent.destroy();
	times.sort((a, b) => a - b);
	const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
	return { perSecond: requests / seconds, p50: at(0.5), p99: at(0.99), failed };
}
