import { useSignal } from "@preact/signals";
import { type Inputs, useEffect } from "preact/hooks";
import { asFailure, type Failure } from "../api/failure.ts";

/** What was read. While `busy` the value is that of the choices before; a failure leaves none. */
export interface Reading<Value> {
	readonly value: Value | null;
	readonly failure: Failure | null;
	readonly busy: boolean;
}

/** Reads anew whenever one of `inputs` changes. A read that still runs then is given up: its answer never stands under a newer choice. */
export function useRead<Value>(read: (signal: AbortSignal) => Promise<Value>, inputs: Inputs): Reading<Value> {
	const reading = useSignal<Reading<Value>>({ value: null, failure: null, busy: true });
	useEffect(() => {
		const abort = new AbortController();
		const show = (next: Reading<Value>): void => {
			if (!abort.signal.aborted) reading.value = next;
		};
		show({ value: reading.value.value, failure: null, busy: true });
		read(abort.signal).then(
			(value) => show({ value, failure: null, busy: false }),
			(error: unknown) => show({ value: null, failure: asFailure(error), busy: false }),
		);
		return () => abort.abort();
	}, inputs);
	return reading.value;
}
