import { computed, signal } from "@preact/signals";
import { clockSkew } from "../api/request.ts";

const everyMs = 1_000;
const tick = signal(Date.now());
if (typeof document !== "undefined")
	setInterval(() => {
		if (!document.hidden) tick.value = Date.now();
	}, everyMs);

/** The gateway's time in ms, moving every second while the page is visible. */
export const now = computed(() => tick.value + clockSkew.value);
