/** Runs `work` at the first call; later calls get the same promise. */
export function once(work: () => Promise<void>): () => Promise<void> {
	let running: Promise<void> | undefined;
	return () => {
		running ??= work();
		return running;
	};
}
