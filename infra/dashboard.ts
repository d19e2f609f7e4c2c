import { Aws, type Stack } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import { CfnDashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { Functions } from "./functions.ts";
import { type OwnMetric, ownMetric } from "./own-metrics.ts";
import type { Stage } from "./stage.ts";

/** A metric as CloudWatch's dashboard language writes it: namespace, name, dimensions in pairs, options. */
type Line = readonly (string | Readonly<Record<string, string>>)[];

export interface DashboardProps {
	readonly stage: Stage;
	readonly api: RestApi;
	readonly functions: Functions;
}

/** One page with the figures that the alarms watch. */
export function createDashboard(stack: Stack, { stage, api, functions }: DashboardProps): void {
	const ofApi = (name: string, stat: string): Line => [
		"AWS/ApiGateway",
		name,
		"ApiName",
		api.restApiName,
		{ stat, label: `${name} ${stat}` },
	];
	const ofFunctions = (name: string, stat: string): Line[] =>
		Object.entries(functions).map(([label, fn]) => ["AWS/Lambda", name, "FunctionName", fn.functionName, { stat, label }]);
	const own = (name: OwnMetric): Line => {
		const { namespace, metricName } = ownMetric(stage, name);
		return [namespace, metricName, "Stage", stage.name, { stat: "Sum", label: metricName }];
	};
	const graphs: readonly (readonly [string, Line[]])[] = [
		["Requests", [ofApi("Count", "Sum"), ofApi("4XXError", "Sum"), ofApi("5XXError", "Sum")]],
		["Time to answer, ms", [ofApi("Latency", "p50"), ofApi("Latency", "p99")]],
		["Client requests", [own("client_requests"), own("client_failures"), own("exhausted_requests")]],
		["Logins and faults", [own("ended_logins"), own("token_renewal_failures"), own("faults")]],
		["Function errors", ofFunctions("Errors", "Sum")],
		["Function throttles", ofFunctions("Throttles", "Sum")],
		["Function duration, ms", ofFunctions("Duration", "p99")],
		["Functions at once", ofFunctions("ConcurrentExecutions", "Maximum")],
	];
	const widgets = graphs.map(([title, metrics], index) => ({
		type: "metric",
		width: 12,
		height: 6,
		x: (index % 2) * 12,
		y: Math.floor(index / 2) * 6,
		properties: { title, metrics, period: 300, view: "timeSeries", region: Aws.REGION },
	}));
	new CfnDashboard(stack, "Dashboard", {
		dashboardName: `smart-router-${stage.name}`,
		dashboardBody: stack.toJsonString({ widgets }),
	});
}
