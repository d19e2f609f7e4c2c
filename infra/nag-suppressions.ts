/** Every rule of cdk-nag's AwsSolutions that the stack does not follow, and why. */
export const suppressions: Readonly<Record<string, string>> = {
	"AwsSolutions-APIG2":
		"The functions check every body with zod and answer in the client's protocol; API Gateway's validator can do neither.",
	"AwsSolutions-APIG3": "AWS WAF is the operator's choice (SMART_ROUTER_WAF=true): it costs more a month than a small stage does.",
	"AwsSolutions-APIG4":
		"The functions authenticate every call with the gateway's own API keys; an authorizer would add a call to each request.",
	"AwsSolutions-COG4": "Callers are programs with API keys, not users of a Cognito pool.",
	"AwsSolutions-APIG6":
		"Execution logs would hold request URLs, in which Gemini's SDKs may send a key, and would go to a log group outside the stack. Access logs are on.",
	"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]":
		"The role with which API Gateway writes access logs for the whole account: AWS asks for exactly this managed policy.",
	"AwsSolutions-SMG4": "The first admin key makes other keys and is then revoked; it is no password that something could rotate.",
};
