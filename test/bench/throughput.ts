import { benchKey, benchModel, startBenchGateway } from "./gateway.ts";
import { type LoadResult, runLoad } from "./load.ts";
import { compiled, type Measured, start } from "./process.ts";
import { fixed, median, printTable, ratio } from "./table.ts";

interface Path {
	readonly name: "direct" | "bare proxy" | "gateway";
	readonly server: Measured;
	readonly headers: Readonly<Record<string, string>>;
	readonly model: string;
}

interface Sample extends LoadResult {
	/** ms of the server's CPU a request. */
	readonly cpu: number;
}

const accounts = 10;
const rounds = 5;
const warmUp = 400;

/** Requests/s, latency, CPU and memory: the provider called directly, through a bare proxy, and through the gateway, in turns in one run. */
export async function benchThroughput(): Promise<void> {
	const upstream = await start(compiled("upstream"));
	const bare = await start(compiled("bare-proxy"), [upstream.url]);
	const gateway = await startBenchGateway(upstream.url, accounts);
	const paths: Path[] = [
		{ name: "direct", server: upstream, headers: {}, model: "bench" },
		{ name: "bare proxy", server: bare, headers: {}, model: "bench" },
		{ name: "gateway", server: gateway, headers: { authorization: `Bearer ${benchKey}` }, model: benchModel },
	];
	try {
		for (const path of paths) {
			for (const stream of [false, true]) await measure(path, stream, 8, warmUp);
		}
		for (const stream of [false, true]) {
			for (const concurrency of [1, 32]) {
				const requests = stream ? (concurrency === 1 ? 150 : 500) : concurrency === 1 ? 500 : 2000;
				await compare(paths, stream, concurrency, requests);
			}
		}
		printMemory(bare, gateway);
	} finally {
		for (const { server } of paths) server.stop();
	}
}

async function measure({ server, headers, model }: Path, stream: boolean, concurrency: number, requests: number): Promise<Sample> {
	const before = server.cpu();
	const result = await runLoad({ url: server.url, stream, concurrency, requests, headers, model });
	return { ...result, cpu: (server.cpu() - before) / requests };
}

async function compare(paths: readonly Path[], stream: boolean, concurrency: number, requests: number): Promise<void> {
	const samples = new Map<Path, Sample[]>(paths.map((path) => [path, []]));
	for (let round = 0; round < rounds; round++) {
		for (const path of paths) samples.get(path)?.push(await measure(path, stream, concurrency, requests));
	}
	const middle = new Map(
		paths.map(({ name }, index) => {
			const of = [...samples.values()][index] ?? [];
			const value = (pick: (sample: Sample) => number): number => median(of.map(pick));
			return [
				name,
				{
					perSecond: value((s) => s.perSecond),
					p50: value((s) => s.p50),
					p99: value((s) => s.p99),
					cpu: value((s) => s.cpu),
					failed: of.reduce((sum, s) => sum + s.failed, 0),
				},
			] as const;
		}),
	);
	const direct = middle.get("direct");
	const bare = middle.get("bare proxy");
	if (!direct || !bare) return;
	const rows = [...middle].map(([name, m]) => [
		name,
		fixed(m.perSecond, 0),
		fixed(m.p50),
		fixed(m.p99),
		name === "direct" ? "-" : fixed(m.p50 - direct.p50),
		fixed(m.cpu, 3),
		name === "gateway" ? ratio(m.perSecond / bare.perSecond) : "",
		name === "gateway" ? ratio((m.p50 - direct.p50) / (bare.p50 - direct.p50)) : "",
		name === "gateway" ? ratio(m.cpu / bare.cpu) : "",
		String(m.failed),
	]);
	const title = `${stream ? "64-chunk stream" : "whole answer"}, concurrency ${concurrency}, ${rounds} rounds of ${requests} requests in turns (medians)`;
	printTable(
		title,
		["path", "req/s", "p50 ms", "p99 ms", "added p50", "CPU ms/req", "req/s : bare", "added p50 : bare", "CPU : bare", "failed"],
		rows,
	);
}

function printMemory(bare: Measured, gateway: Measured): void {
	const mib = (bytes: number): string => fixed(bytes / 1_048_576, 1);
	printTable(
		"resident memory after the load (MiB)",
		["path", "MiB", ": bare"],
		[
			["bare proxy", mib(bare.resident()), ""],
			["gateway", mib(gateway.resident()), ratio(gateway.resident() / bare.resident())],
		],
	);
}
