import type { Stack } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import type { Stage } from "./stage.ts";

/** Requests of one address in 5 minutes. */
const perAddress = 5_000;

/**
 * AWS WAF in front of the API, for stages that ask for it. It judges addresses only: rules that read bodies would refuse prompts that
 * merely speak of an attack.
 */
export function createFirewall(stack: Stack, { stage, api }: { readonly stage: Stage; readonly api: RestApi }): void {
	if (!stage.firewall) return;
	const firewall = new CfnWebACL(stack, "Firewall", {
		scope: "REGIONAL",
		defaultAction: { allow: {} },
		visibilityConfig: visible("firewall"),
		rules: [
			{
				name: "per-address",
				priority: 0,
				action: { block: {} },
				statement: { rateBasedStatement: { aggregateKeyType: "IP", limit: perAddress } },
				visibilityConfig: visible("per-address"),
			},
			{
				name: "reputation",
				priority: 1,
				overrideAction: { none: {} },
				statement: { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesAmazonIpReputationList" } },
				visibilityConfig: visible("reputation"),
			},
		],
	});
	new CfnWebACLAssociation(stack, "FirewallAssociation", {
		webAclArn: firewall.attrArn,
		resourceArn: api.deploymentStage.stageArn,
	});
}

/** Samples would hold requests' paths and headers, so none are kept. */
function visible(metricName: string) {
	return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
