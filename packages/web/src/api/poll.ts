import { lost, tellLost } from "./lost.ts";
import { signedOut } from "./request.ts";

/** ms between the end of one look and the start of the next: with the time of the look itself, news are on the page within two seconds. */
const everyMs = 1_200;
/** A gateway that is gone is not asked as often. */
const everyMsWhenLost = 3_000;

/**
 * Looks at once and then again and again while the page is visible; returns how to stop. A look that fails is told by the page's banner, the next one may
 * work. A slow look is never overtaken by another.
 */
export function poll(look: () => Promise<void>): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let stopped = false;
	let looking = false;

	const run = async (): Promise<void> => {
		if (looking || stopped || signedOut.value) return;
		looking = true;
		clearTimeout(timer);
		const startedAt = performance.now();
		try {
			await look();
			lost.value = null;
		} catch (error) {
			tellLost(error);
		}
		looking = false;
		const slow = 4 * (performance.now() - startedAt) - everyMs;
		if (!stopped && !document.hidden) timer = setTimeout(run, lost.value ? everyMsWhenLost : Math.max(everyMs, Math.min(slow, 10_000)));
	};
	const onVisible = (): void => {
		if (!document.hidden) void run();
	};
	document.addEventListener("visibilitychange", onVisible);
	void run();
	return () => {
		stopped = true;
		clearTimeout(timer);
		document.removeEventListener("visibilitychange", onVisible);
	};
}
