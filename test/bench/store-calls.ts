import { countCalls } from "../support/count-calls.ts";
import { startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { printTable } from "./table.ts";

/** Calls to the store and to the key service that one warm request makes, before the upstream call and after the answer. */
export async function benchStoreCalls(): Promise<void> {
	const upstream = await startFakeUpstream();
	const rows: string[][] = [];
	for (const stream of [false, true]) {
		const counted = await countCalls(upstream, stream);
		for (const [when, calls] of Object.entries(counted)) rows.push([stream ? "stream" : "whole answer", when, calls.join(" + ") || "none"]);
	}
	await upstream.close();
	printTable("calls to store and keys of a warm request", ["answer", "when", "calls"], rows);
}
