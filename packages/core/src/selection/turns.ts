/** Work by name, one at a time within this process: each waits until the ones before it under the same name are over. */
export interface Turns {
	take<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
	const last = new Map<string, Promise<unknown>>();
	return {
		take(name, work) {
			const turn = (last.get(name) ?? Promise.resolve()).then(work);
			// What failed was told to its own caller; the queue goes on.
			const over = turn.then(
				() => undefined,
				() => undefined,
			);
			last.set(name, over);
			void over.then(() => {
				if (last.get(name) === over) last.delete(name);
			});
			return turn;
		},
	};
}
