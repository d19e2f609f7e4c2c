import { type Metrics, noMetrics } from "@smart-router/core/metrics.ts";

/** Where this process counts. */
export interface Meter extends Metrics {
	/** Hands over what was counted since the last time; called at the end of each call, when a function may be frozen. */
	flush(): void;
	/** What this process has counted, in Prometheus' text format; missing where a stage is many processes, each with its own counts. */
	readonly text?: () => string;
}

export const noMeter: Meter = { ...noMetrics, flush() {} };
