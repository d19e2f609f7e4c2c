import { createEmf } from "../metrics/emf.ts";
import type { Meter } from "../metrics/meter.ts";
import { required } from "./environment.ts";

/** Metrics of this function, by way of its log. */
export const openMeter = (): Meter =>
	createEmf({ clock: Date.now, stage: required("SMART_ROUTER_STAGE"), write: (line) => void process.stdout.write(line) });
