import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { labels, link } from "../../support/accounts.ts";
import { freshTable } from "../../support/table.ts";
import type { Claimed, Contention } from "./contention.ts";

const claimer = resolve(import.meta.dirname, "claimer.ts");
const maxBuffer = 64 * 1024 * 1024;

/** The same from as many processes of this machine, on DynamoDB Local. */
export async function claimOnDynamoDb(
	{ accounts, perSecond, processes, manner }: Contention,
	claims: number,
	endpoint: string,
): Promise<Claimed> {
	const { store, table } = await freshTable(endpoint);
	await link(store, labels(accounts));
	const each = [perSecond / processes, Math.round(claims / processes)].map(String);
	const run = async (): Promise<Claimed> => {
		const { stdout } = await promisify(execFile)(process.execPath, [claimer, endpoint, table, ...each, manner], { maxBuffer });
		return JSON.parse(stdout);
	};
	const reports = await Promise.all(Array.from({ length: processes }, run));
	return {
		labels: reports.flatMap((report) => report.labels),
		failed: reports.reduce((sum, { failed }) => sum + failed, 0),
		writes: reports.reduce((sum, { writes }) => sum + writes, 0),
		times: reports.flatMap(({ times }) => times),
	};
}
