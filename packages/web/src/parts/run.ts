import { useSignal } from "@preact/signals";
import { asFailure, type Failure } from "../api/failure.ts";

/** Something a person started: whether it still runs, and why it failed. */
export interface Run {
	readonly busy: boolean;
	readonly failure: Failure | null;
	/** Starts it unless it runs already; true when it went well. */
	start(work: () => Promise<void>): Promise<boolean>;
	clear(): void;
}

export function useRun(): Run {
	const busy = useSignal(false);
	const failure = useSignal<Failure | null>(null);
	return {
		get busy() {
			return busy.value;
		},
		get failure() {
			return failure.value;
		},
		async start(work) {
			if (busy.value) return false;
			busy.value = true;
			failure.value = null;
			try {
				await work();
				return true;
			} catch (error) {
				failure.value = asFailure(error);
				return false;
			} finally {
				busy.value = false;
			}
		},
		clear() {
			failure.value = null;
		},
	};
}
