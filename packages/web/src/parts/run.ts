import { useSignal } from "@preact/signals";
import { asFailure, type Failure } from "../api/failure.ts";

/** Something a person started: whether it still runs, and why it failed. */
export interface Run {
	readonly busy: boolean;
	readonly failure: Failure | null;
	/** Starts it unless it runs already; true when it went well. */
	start(work: () => Promise<void>): Promise<boolean>;
	clear(): void;
	/** What is wrong with a field of the API, or with a part of it (`tags[1]` of `tags`), and what to do; null when nothing is. */
	wrong(field: string): string | null;
	/** The failure that stands at none of these fields, so that it has to be told beside them. */
	rest(fields: readonly string[]): Failure | null;
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
		wrong(field) {
			const found = failure.value;
			return found && isAt(found, field) ? [found.message, found.hint].filter(Boolean).join(" ") : null;
		},
		rest(fields) {
			const found = failure.value;
			return found && fields.some((field) => isAt(found, field)) ? null : found;
		},
	};
}

const isAt = ({ param }: Failure, field: string): boolean =>
	param === field || Boolean(param?.startsWith(`${field}.`) || param?.startsWith(`${field}[`));
