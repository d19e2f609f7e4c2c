import { type Stack, TimeZone } from "aws-cdk-lib";
import { Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { Functions } from "./functions.ts";
import type { Stage } from "./stage.ts";

export interface RefreshScheduleProps {
	readonly stage: Stage;
	readonly functions: Functions;
}

/** Calls `refresh` every 5 minutes. A run that failed is not repeated: the next one is near. */
export function createRefreshSchedule(stack: Stack, { stage, functions: { refresh } }: RefreshScheduleProps): void {
	const role = new Role(stack, "RefreshScheduleRole", { assumedBy: new ServicePrincipal("scheduler.amazonaws.com") });
	const policy = new Policy(stack, "RefreshSchedulePolicy", {
		roles: [role],
		statements: [new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [refresh.functionArn] })],
	});
	const schedule = new CfnSchedule(stack, "RefreshSchedule", {
		description: `Smart Router ${stage.name}: renews tokens ahead of their end`,
		scheduleExpression: "rate(5 minutes)",
		scheduleExpressionTimezone: TimeZone.ETC_UTC.timezoneName,
		flexibleTimeWindow: { mode: "OFF" },
		target: { arn: refresh.functionArn, roleArn: role.roleArn, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 240 } },
	});
	schedule.node.addDependency(policy);
}
