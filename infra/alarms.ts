import { Duration, type Stack } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import { Alarm, ComparisonOperator, type IMetric, MathExpression, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Functions } from "./functions.ts";
import { type OwnMetric, ownMetric } from "./own-metrics.ts";
import type { Stage } from "./stage.ts";

export interface AlarmsProps {
	readonly stage: Stage;
	readonly api: RestApi;
	readonly functions: Functions;
	readonly table: Table;
}

interface Watched {
	readonly id: string;
	/** With the span that one value stands for. */
	readonly metric: IMetric;
	/** Rings above it. */
	readonly threshold: number;
	/** Bad spans in a row until it rings; 2 when missing, so that one hiccup wakes nobody. */
	readonly spans?: number;
	readonly description: string;
}

/** Of a thousand client requests within 30 days so many may fail by no fault of the client: the error budget. */
const mayFail = 5;
/** Fewer say nothing. */
const fewestRequests = 20;

/** Alarms on what users would notice, and on what they will notice later. */
export function createAlarms(stack: Stack, props: AlarmsProps): void {
	const { stage } = props;
	const topic = stage.alarmTopicArn ? Topic.fromTopicArn(stack, "AlarmTopic", stage.alarmTopicArn) : undefined;
	for (const { id, metric, threshold, spans = 2, description } of [...ofAws(props), ...ofOwn(stage), ...burns(stage)]) {
		const alarm = new Alarm(stack, `${id}Alarm`, {
			alarmDescription: `Smart Router ${stage.name}: ${description}`,
			metric,
			threshold,
			comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
			evaluationPeriods: spans,
			treatMissingData: TreatMissingData.NOT_BREACHING,
		});
		if (topic) alarm.addAlarmAction(new SnsAction(topic));
	}
}

const every5Minutes = (metric: Metric): Metric => metric.with({ period: Duration.minutes(5) });

/** What AWS measures by itself. */
function ofAws({ api, functions, table }: AlarmsProps): Watched[] {
	// The average of this metric is the share of requests that were answered so.
	const serverErrors = every5Minutes(api.metricServerError({ statistic: "Average" }));
	return [
		{ id: "ServerError", metric: serverErrors, threshold: 0.05, description: "more than 5 % of answers are 5xx" },
		...Object.entries(functions).flatMap(([name, fn]) => [
			{ id: `${name}Error`, metric: every5Minutes(fn.metricErrors()), threshold: 0, description: `${name} crashed or timed out` },
			{ id: `${name}Throttle`, metric: every5Minutes(fn.metricThrottles()), threshold: 0, description: `${name} is throttled` },
		]),
		...["ReadThrottleEvents", "WriteThrottleEvents"].map((event) => ({
			id: event,
			metric: every5Minutes(table.metric(event, { statistic: "Sum" })),
			threshold: 0,
			description: `the table counts ${event}`,
		})),
	];
}

/** What the functions count (docs/reference/metrics.md). */
function ofOwn(stage: Stage): Watched[] {
	const counted = (id: string, name: OwnMetric, description: string): Watched => ({
		id,
		metric: every5Minutes(ownMetric(stage, name)),
		threshold: 0,
		description,
	});
	return [
		counted("ExhaustedPool", "exhausted_requests", "requests found no account free: link another, or wait (GET /admin/pools)"),
		// Told once, by the renewal that met it: nobody asks such a login again.
		{
			...counted("EndedLogin", "ended_logins", "a provider has ended a login: sign in again (GET /admin/accounts?status=expired)"),
			spans: 1,
		},
		counted("TokenRenewal", "token_renewal_failures", "tokens cannot be renewed: the provider is away or refuses the OAuth client"),
		counted("Fault", "faults", "something that should have been written was not: see ERROR in the functions' logs"),
	];
}

/**
 * The error budget burns too fast: in an hour 2 % of what is meant for 30 days, or in 6 hours 5 % (Google's Site Reliability Workbook, chapter 5,
 * "Multiple burn rate alerts").
 */
function burns(stage: Stage): Watched[] {
	const burn = (id: string, hours: number, rate: number): Watched => ({
		id,
		metric: new MathExpression({
			expression: `IF(requests >= ${fewestRequests}, FILL(failures, 0) / requests, 0)`,
			usingMetrics: { requests: ownMetric(stage, "client_requests"), failures: ownMetric(stage, "client_failures") },
			period: Duration.hours(hours),
			label: "Share of client requests that failed",
		}),
		threshold: (rate * mayFail) / 1000,
		spans: 1,
		description: `client requests fail ${rate} times as often as ${mayFail} in 1,000`,
	});
	return [burn("FastBurn", 1, 14.4), burn("SlowBurn", 6, 6)];
}
