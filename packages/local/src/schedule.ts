/** Something done again and again; `stop` asks the run that is under way to end, and waits for it. */
export interface Schedule {
	stop(): Promise<void>;
}

/** What EventBridge does on a deployed stage: runs `task` now (a laptop may have slept) and every so many ms, never twice at once. */
export function startSchedule(
	task: (signal: AbortSignal) => Promise<unknown>,
	everyMs: number,
	onError: (error: unknown) => void,
): Schedule {
	const ending = new AbortController();
	let running: Promise<unknown> | undefined;
	const run = (): void => {
		running ??= task(ending.signal)
			.catch(onError)
			.finally(() => {
				running = undefined;
			});
	};
	const timer = setInterval(run, everyMs);
	timer.unref();
	run();
	return {
		async stop() {
			clearInterval(timer);
			ending.abort();
			await running;
		},
	};
}
