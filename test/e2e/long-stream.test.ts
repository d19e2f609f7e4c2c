import { afterAll, beforeAll, expect, it } from "vitest";
import { startBenchGateway } from "../bench/gateway.ts";
import { compiled, type Measured, start } from "../bench/process.ts";
import { gatewayWays, grownBy, warmUp } from "../bench/streams.ts";

const tokens = 200_000;
const maxGrowth = 20 * 1024 * 1024;
const minutes = 60_000;

/** Linux tells a process's peak of resident memory. */
const measurable = process.platform === "linux";
if (!measurable) console.warn("SKIPPED: the memory of another process is only measured on Linux");

let upstream: Measured;
let gateway: Measured;

beforeAll(async () => {
	upstream = await start(compiled("stamped-upstream"));
	gateway = await startBenchGateway(upstream.url, 1);
}, minutes);
afterAll(() => {
	gateway.stop();
	upstream.stop();
});

it.skipIf(!measurable).each([
	["passed through", 0],
	["translated", 1],
])(
	`${tokens} tokens are streamed in constant memory: %s`,
	async (_, place) => {
		const way = gatewayWays(gateway)[place];
		if (!way) throw new Error("no such way");
		await warmUp(way);

		// What a heap lets lie until it is collected comes once; what a stream holds on to would come every time.
		let grown = Number.POSITIVE_INFINITY;
		for (let tries = 0; tries < 3 && grown >= maxGrowth; tries++) grown = await grownBy(way, tokens);

		expect(grown).toBeLessThan(maxGrowth);
	},
	3 * minutes,
);
