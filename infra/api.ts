import { Aws, RemovalPolicy, type Stack } from "aws-cdk-lib";
import {
	AccessLogField,
	AccessLogFormat,
	type CfnMethod,
	EndpointType,
	Integration,
	IntegrationType,
	LogGroupLogDestination,
	RestApi,
} from "aws-cdk-lib/aws-apigateway";
import { CfnPermission, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { type FunctionName, type Route, routes } from "../packages/functions/src/routes.ts";
import type { Functions } from "./functions.ts";
import { addGatewayResponses } from "./gateway-responses.ts";
import type { Stage } from "./stage.ts";

export interface Endpoint {
	readonly method: Route["method"] | "ANY";
	readonly path: string;
	readonly function: FunctionName;
}

/** Requests a second and at once; AWS's own limit of an account is 10,000 and 5,000. */
const throttle = { rate: 500, burst: 1000 };

/**
 * The endpoints API Gateway needs for the route table: one for each route, but a single greedy one for each tree of client endpoints.
 * There the proxy function answers everything, because `{model}:generateContent` is no legal resource path and because clients shall
 * get even a "not found" in their own protocol.
 */
export function endpoints(table: readonly Route[]): Endpoint[] {
	const greedy = new Set(table.flatMap(({ path }) => clientTree(path) ?? []));
	return [
		...table.filter(({ path }) => clientTree(path) === undefined).map(({ method, path, function: fn }) => ({ method, path, function: fn })),
		...[...greedy].map((tree) => ({ method: "ANY" as const, path: `/${tree}/{proxy+}`, function: "proxy" as const })),
	];
}

function clientTree(path: string): string | undefined {
	return /^\/(v1|v1beta)\//.exec(path)?.[1];
}

/** The REST API: regional, because an edge-optimised one cuts a stream after 30 s of silence. */
export function createApi(stack: Stack, { stage, functions }: { readonly stage: Stage; readonly functions: Functions }): RestApi {
	const logs = new LogGroup(stack, "ApiLogs", {
		retention: stage.keepsData ? RetentionDays.THREE_MONTHS : RetentionDays.TWO_WEEKS,
		removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
	});
	const api = new RestApi(stack, "Api", {
		restApiName: `smart-router-${stage.name}`,
		endpointTypes: [EndpointType.REGIONAL],
		// No binary media types: a body stays text in the event, which holds about 4.5 MB of JSON; base64 would hold less. Streamed
		// answers leave as the bytes they are either way.
		//
		// The role that lets API Gateway write access logs is a setting of the whole account and region. It stays when a stage goes,
		// since taking it away would silence the logs of every other API.
		cloudWatchRole: true,
		cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
		deployOptions: {
			stageName: stage.name,
			throttlingRateLimit: throttle.rate,
			throttlingBurstLimit: throttle.burst,
			metricsEnabled: true,
			accessLogDestination: new LogGroupLogDestination(logs),
			accessLogFormat: accessLogFormat(),
		},
	});
	// CDK's own output of the address; the stack has one with a name that people can guess.
	api.node.tryRemoveChild("Endpoint");
	for (const endpoint of endpoints(routes)) addEndpoint(api, endpoint, functions[endpoint.function]);
	for (const [name, fn] of Object.entries(functions)) allowCalls(api, name, fn);
	addGatewayResponses(api);
	return api;
}

function addEndpoint(api: RestApi, { method, path }: Endpoint, fn: LambdaFunction): void {
	const uri = `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2021-11-15/functions/${fn.functionArn}/response-streaming-invocations`;
	const integration = new Integration({ type: IntegrationType.AWS_PROXY, integrationHttpMethod: "POST", uri });
	const resource = api.root.resourceForPath(path).addMethod(method, integration).node.defaultChild as CfnMethod;
	// CDK 2.224 knows neither the mode nor, therefore, a timeout over 29 s.
	resource.addPropertyOverride("Integration.ResponseTransferMode", "STREAM");
	resource.addPropertyOverride("Integration.TimeoutInMillis", 900_000);
}

/** One permission a function, not one a method: a function's policy holds 20 KB, which a growing route table would fill. */
function allowCalls(api: RestApi, name: string, fn: LambdaFunction): void {
	new CfnPermission(api, `Call-${name}`, {
		action: "lambda:InvokeFunction",
		functionName: fn.functionArn,
		principal: "apigateway.amazonaws.com",
		sourceArn: api.arnForExecuteApi("*", "/*", api.deploymentStage.stageName),
	});
}

/** Paths, never query strings: Gemini's SDKs may send the key as `?key=`. */
function accessLogFormat(): AccessLogFormat {
	return AccessLogFormat.custom(
		JSON.stringify({
			at: AccessLogField.contextRequestTime(),
			requestId: AccessLogField.contextRequestId(),
			ip: AccessLogField.contextIdentitySourceIp(),
			method: AccessLogField.contextHttpMethod(),
			path: AccessLogField.contextPath(),
			status: AccessLogField.contextStatus(),
			bytes: AccessLogField.contextResponseLength(),
			ms: AccessLogField.contextResponseLatency(),
			functionMs: AccessLogField.contextIntegrationLatency(),
			error: AccessLogField.contextErrorMessage(),
		}),
	);
}
