import { Agent, request as call } from "node:http";
import { benchKey, benchModel, startBenchGateway } from "./gateway.ts";
import { compiled, type Measured, start } from "./process.ts";
import { fixed, median, printTable, ratio } from "./table.ts";

interface Way {
	readonly name: "direct" | "bare proxy" | "gateway, passed through" | "gateway, translated";
	readonly server: Measured;
	readonly path: string;
	readonly model: string;
}

interface Timed {
	/** ms from the request to its first token, and to each chunk from when the provider wrote it. */
	readonly first: number;
	readonly chunks: readonly number[];
}

const rounds = 5;
const streams = 10;
const chunks = 100;
const gapMs = 2;
const longTokens = 200_000;

/** What streaming costs: added time to the first token and to each chunk, CPU a chunk, and the memory of a long answer. */
export async function benchStreams(): Promise<void> {
	const upstream = await start(compiled("stamped-upstream"));
	const bare = await start(compiled("bare-proxy"), [upstream.url]);
	const gateway = await startBenchGateway(upstream.url, 10);
	const ways: Way[] = [
		{ name: "direct", server: upstream, path: chat, model: "bench" },
		{ name: "bare proxy", server: bare, path: chat, model: "bench" },
		...gatewayWays(gateway),
	];
	try {
		for (const way of ways) await warmUp(way);
		await compare(ways);
		await printMemory(ways.slice(1));
	} finally {
		for (const server of [upstream, bare, gateway]) server.stop();
	}
}

const chat = "/v1/chat/completions";

/** A provider of Chat Completions, asked in its own protocol and in another. */
export const gatewayWays = (server: Measured): Way[] => [
	{ name: "gateway, passed through", server, path: chat, model: benchModel },
	{ name: "gateway, translated", server, path: "/v1/messages", model: benchModel },
];

/** Streams one after another, then side by side: the process comes to hold what serving takes, its heap's young generation (3 x 16 MiB) above all. */
export async function warmUp(way: Way): Promise<void> {
	for (let count = 0; count < 20; count++) await stream(way, 200, 0);
	await Promise.all(Array.from({ length: 8 }, () => stream(way, 5000, 0)));
}

const agent = new Agent({ keepAlive: true });

/** One streamed answer. `chunks` of it are stamped; a stamp that comes cut in two is not counted. */
function stream({ server, path, model }: Way, count: number, gap: number): Promise<Timed> {
	const { hostname, port } = new URL(server.url);
	const messages = [{ role: "user", content: `Please answer with chunks=${count} gap=${gap} and nothing else.` }];
	const body = JSON.stringify({ model, stream: true, max_tokens: 32_000, messages });
	const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), authorization: `Bearer ${benchKey}` };
	return new Promise((resolve, reject) => {
		const began = process.hrtime.bigint();
		const delays: number[] = [];
		let first = 0;
		const sent = call({ agent, hostname, port, path, method: "POST", headers }, (answer) => {
			answer.setEncoding("utf8");
			answer.on("data", (text: string) => {
				const now = process.hrtime.bigint();
				for (const [, at = "0"] of text.matchAll(/at=(\d{10,}) /g)) {
					if (first === 0) first = ms(now - began);
					else if (gap > 0) delays.push(ms(now - BigInt(at)));
				}
			});
			answer.on("end", () =>
				answer.statusCode === 200 && first > 0 ? resolve({ first, chunks: delays }) : reject(new Error(`${path}: ${answer.statusCode}`)),
			);
			answer.on("error", reject);
		});
		sent.on("error", reject);
		sent.end(body);
	});
}

const ms = (nanoseconds: bigint): number => Number(nanoseconds) / 1e6;

async function compare(ways: readonly Way[]): Promise<void> {
	const samples = new Map(ways.map((way) => [way, { first: [] as number[], chunks: [] as number[], cpu: [] as number[] }]));
	for (let round = 0; round < rounds; round++) {
		for (const [way, sample] of samples) {
			const before = way.server.cpu();
			for (let at = 0; at < streams; at++) {
				const timed = await stream(way, chunks, gapMs);
				sample.first.push(timed.first);
				sample.chunks.push(...timed.chunks);
			}
			sample.cpu.push(((way.server.cpu() - before) / streams / chunks) * 1000);
		}
	}
	const middle = [...samples].map(([{ name }, { first, chunks: each, cpu }]) => ({
		name,
		first: median(first),
		chunk: median(each),
		cpu: median(cpu),
	}));
	const [direct, bare] = middle;
	if (!direct || !bare) return;
	const rows = middle.map(({ name, first, chunk, cpu }, place) => [
		name,
		fixed(first),
		place === 0 ? "-" : fixed(first - direct.first),
		place < 2 ? "" : ratio((first - direct.first) / (bare.first - direct.first)),
		fixed(chunk, 3),
		place === 0 ? "-" : fixed(chunk - direct.chunk, 3),
		place < 2 ? "" : ratio((chunk - direct.chunk) / (bare.chunk - direct.chunk)),
		fixed(cpu, 0),
		place < 2 ? "" : ratio(cpu / bare.cpu),
	]);
	printTable(
		`streaming: ${rounds} rounds of ${streams} streams of ${chunks} chunks ${gapMs} ms apart, in turns (medians, ms)`,
		["way", "first token", "added", ": bare", "a chunk", "added", ": bare", "CPU us/chunk", ": bare"],
		rows,
	);
}

/** Growth of the first such answer in a process that has only seen short ones, and of the next. */
async function printMemory(ways: readonly Way[]): Promise<void> {
	const rows: string[][] = [];
	for (const way of ways) {
		const [first, next] = [await grownBy(way, longTokens), await grownBy(way, longTokens)];
		rows.push([way.name, mib(way.server.resident()), mib(first), mib(next)]);
	}
	printTable(`resident memory of a stream of ${longTokens} tokens (MiB)`, ["way", "resident", "peak growth", "of the next"], rows);
}

/** Bytes by which the peak of resident memory while so many tokens are streamed stands above what was resident before. */
export async function grownBy(way: Way, tokens: number): Promise<number> {
	way.server.resetPeak();
	const before = way.server.resident();
	await stream(way, tokens, 0);
	return way.server.peakResident() - before;
}

const mib = (bytes: number): string => fixed(bytes / 1_048_576, 1);
