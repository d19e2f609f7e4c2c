/** Runs `work` so many times, at most `concurrency` at once; the results in the order of their end. */
export async function inParallel<Result>(times: number, concurrency: number, work: (index: number) => Promise<Result>): Promise<Result[]> {
	const results: Result[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < times) results.push(await work(next++));
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, times) }, worker));
	return results;
}

/** How often each name occurs. */
export function tally(names: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
	return counts;
}
