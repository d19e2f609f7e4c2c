import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { counters, metricsNamespace } from "../packages/core/src/metrics.ts";
import type { Stage } from "./stage.ts";

/** The counters that functions write to CloudWatch by way of their logs. */
export type OwnMetric = {
	readonly [name in keyof typeof counters]: (typeof counters)[name] extends { cloudWatch: string } ? name : never;
}[keyof typeof counters];

/** How often something happened on this stage. */
export const ownMetric = (stage: Stage, name: OwnMetric): Metric =>
	new Metric({
		namespace: metricsNamespace,
		metricName: counters[name].cloudWatch,
		dimensionsMap: { Stage: stage.name },
		statistic: "Sum",
	});
