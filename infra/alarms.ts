import { Duration, type Stack } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Functions } from "./functions.ts";
import type { Stage } from "./stage.ts";

export interface AlarmsProps {
	readonly stage: Stage;
	readonly api: RestApi;
	readonly functions: Functions;
	readonly table: Table;
}

/** Alarms on what users would notice: each rings after two bad spans of 5 minutes. */
export function createAlarms(stack: Stack, { stage, api, functions, table }: AlarmsProps): void {
	const topic = stage.alarmTopicArn ? Topic.fromTopicArn(stack, "AlarmTopic", stage.alarmTopicArn) : undefined;
	const alarm = (id: string, metric: Metric, threshold: number, description: string) => {
		const made = new Alarm(stack, `${id}Alarm`, {
			alarmDescription: `Smart Router ${stage.name}: ${description}`,
			metric: metric.with({ period: Duration.minutes(5) }),
			threshold,
			comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
			evaluationPeriods: 2,
			treatMissingData: TreatMissingData.NOT_BREACHING,
		});
		if (topic) made.addAlarmAction(new SnsAction(topic));
	};
	// The average of this metric is the share of requests that were answered so.
	alarm("ServerError", api.metricServerError({ statistic: "Average" }), 0.05, "more than 5 % of answers are 5xx");
	for (const [name, fn] of Object.entries(functions)) {
		alarm(`${name}Error`, fn.metricErrors(), 0, `${name} crashed or timed out`);
		alarm(`${name}Throttle`, fn.metricThrottles(), 0, `${name} is throttled`);
	}
	for (const event of ["ReadThrottleEvents", "WriteThrottleEvents"]) {
		alarm(event, table.metric(event, { statistic: "Sum" }), 0, `the table counts ${event}`);
	}
}
