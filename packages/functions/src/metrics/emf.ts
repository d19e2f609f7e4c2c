import type { Clock } from "@smart-router/core/clock.ts";
import { type Counter, type CounterName, counters, metricsNamespace } from "@smart-router/core/metrics.ts";
import type { Meter } from "./meter.ts";

export interface EmfDeps {
	readonly clock: Clock;
	/** The one dimension: stages of an account are kept apart, and nothing else multiplies what CloudWatch charges. */
	readonly stage: string;
	/** Takes a whole line. It must not be `console`, which Lambda wraps in a form of its own. */
	readonly write: (line: string) => void;
}

/**
 * Counts of a deployed function, written as one line a call in CloudWatch's embedded metric format, of which CloudWatch makes metrics by itself: no
 * client, no right and no wait is needed (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
export function createEmf({ clock, stage, write }: EmfDeps): Meter {
	const counts = new Map<string, number>();
	return {
		count(name: CounterName) {
			const { cloudWatch }: Counter = counters[name];
			if (cloudWatch !== undefined) counts.set(cloudWatch, (counts.get(cloudWatch) ?? 0) + 1);
		},

		/** API Gateway and Lambda measure time themselves. */
		answered() {},

		flush() {
			if (counts.size === 0) return;
			const Metrics = [...counts.keys()].map((Name) => ({ Name, Unit: "Count" }));
			const CloudWatchMetrics = [{ Namespace: metricsNamespace, Dimensions: [["Stage"]], Metrics }];
			const line = { _aws: { Timestamp: clock(), CloudWatchMetrics }, Stage: stage, ...Object.fromEntries(counts) };
			counts.clear();
			write(`${JSON.stringify(line)}\n`);
		},
	};
}
