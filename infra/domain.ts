import type { Stack } from "aws-cdk-lib";
import { CfnBasePathMapping, CfnDomainName, type RestApi } from "aws-cdk-lib/aws-apigateway";
import { CfnRecordSet } from "aws-cdk-lib/aws-route53";
import type { Stage } from "./stage.ts";

/** A name of the operator's own in front of the API, without the stage in the path. Nothing when the stage has none. */
export function createDomain(stack: Stack, { stage, api }: { readonly stage: Stage; readonly api: RestApi }): void {
	if (!stage.domain) return;
	const { name, certificateArn, hostedZoneId } = stage.domain;
	const domain = new CfnDomainName(stack, "Domain", {
		domainName: name,
		regionalCertificateArn: certificateArn,
		endpointConfiguration: { types: ["REGIONAL"] },
		securityPolicy: "TLS_1_2",
	});
	new CfnBasePathMapping(stack, "DomainMapping", {
		domainName: domain.ref,
		restApiId: api.restApiId,
		stage: api.deploymentStage.stageName,
	});
	if (!hostedZoneId) return;
	new CfnRecordSet(stack, "DomainRecord", {
		hostedZoneId,
		name,
		type: "A",
		aliasTarget: { dnsName: domain.attrRegionalDomainName, hostedZoneId: domain.attrRegionalHostedZoneId },
	});
}
