import { signal } from "@preact/signals";
import { asFailure, type Failure } from "./failure.ts";

/** Why what is shown may be old: the last look at the gateway failed. Null while all is well. */
export const lost = signal<Failure | null>(null);

/** For a read that nobody waits for: the page's banner tells that it failed. */
export const tellLost = (error: unknown): void => {
	lost.value = asFailure(error);
};
