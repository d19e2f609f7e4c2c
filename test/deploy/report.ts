import { mkdirSync, writeFileSync } from "node:fs";

/** Counts what holds and what does not. A check that fails does not end the run: the next ones often tell why. */
export interface Report {
	check(name: string, run: () => Promise<void> | void): Promise<void>;
	/** Prints `N passed, N failed` and writes it to `.cache/deploy.json` for `.ci/run`; true when nothing failed. */
	finish(): boolean;
}

export function createReport(): Report {
	let passed = 0;
	let failed = 0;
	return {
		async check(name, run) {
			const began = performance.now();
			try {
				await run();
				passed += 1;
				console.log(`ok    ${name} (${Math.round(performance.now() - began)} ms)`);
			} catch (error) {
				failed += 1;
				console.log(`FAIL  ${name}\n${error instanceof Error ? error.stack : String(error)}`);
			}
		},
		finish() {
			mkdirSync(".cache", { recursive: true });
			writeFileSync(".cache/deploy.json", JSON.stringify({ passed, failed }));
			console.log(`${passed} passed, ${failed} failed`);
			return failed === 0;
		},
	};
}
