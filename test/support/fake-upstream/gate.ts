/** Lets frames through one by one, so that a test decides the pace instead of sleeping. */
export interface Gate {
	/** Lets so many more frames pass, one unless told. */
	release(frames?: number): void;
	/** Lets everything pass from now on. */
	open(): void;
}

export interface GatedWay {
	readonly gate: Gate;
	/** Resolves when this frame may go; at once when the call is over. */
	pass(over: AbortSignal): Promise<void>;
}

export function makeGate(): GatedWay {
	let permits = 0;
	const waiting: (() => void)[] = [];
	const release = (frames = 1) => {
		permits += frames;
		while (permits > 0 && waiting.length > 0) {
			permits -= 1;
			waiting.shift()?.();
		}
	};
	const pass = (over: AbortSignal) =>
		new Promise<void>((resolve) => {
			if (over.aborted) return resolve();
			if (permits > 0) {
				permits -= 1;
				return resolve();
			}
			const leave = () => {
				const place = waiting.indexOf(resolve);
				if (place >= 0) waiting.splice(place, 1);
				resolve();
			};
			over.addEventListener("abort", leave, { once: true });
			waiting.push(resolve);
		});
	return { gate: { release, open: () => release(Number.POSITIVE_INFINITY) }, pass };
}
