import { Duration, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { DeployedFunction } from "../packages/functions/src/routes.ts";
import { type Guarded, permissions } from "./permissions.ts";
import type { Stage } from "./stage.ts";

export type Functions = Readonly<Record<DeployedFunction, LambdaFunction>>;

export interface FunctionsProps extends Guarded {
	readonly stage: Stage;
	/** The directory with a function's bundled `index.mjs`. */
	readonly bundle: (name: DeployedFunction) => { readonly directory: string };
}

/** Seconds. A stream may last as long as Lambda lets it, a burst of renewals is spread; the others answer at once or make one call to a provider. */
const timeouts: Readonly<Record<DeployedFunction, number>> = { proxy: 900, admin: 60, login: 60, web: 15, refresh: 240 };

/** One Lambda function per permission set. */
export function createFunctions(stack: Stack, props: FunctionsProps): Functions {
	const allowed = permissions(props);
	const create = (name: DeployedFunction) => createFunction(stack, name, props, allowed[name]);
	return { proxy: create("proxy"), admin: create("admin"), login: create("login"), web: create("web"), refresh: create("refresh") };
}

function createFunction(stack: Stack, name: DeployedFunction, props: FunctionsProps, allowed: PolicyStatement[]): LambdaFunction {
	const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	const logs = new LogGroup(stack, `${id}Logs`, {
		retention: props.stage.keepsData ? RetentionDays.THREE_MONTHS : RetentionDays.TWO_WEEKS,
		removalPolicy: props.stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
	});
	// A role of our own, because the one CDK makes carries a managed policy that may write to every log group.
	const role = new Role(stack, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
	const policy = new Policy(stack, `${id}Policy`, {
		roles: [role],
		statements: [
			...allowed,
			new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logs.logGroupArn] }),
		],
	});
	const fn = new LambdaFunction(stack, id, {
		description: `Smart Router ${props.stage.name}: ${name}`,
		runtime: Runtime.NODEJS_24_X,
		architecture: Architecture.ARM_64,
		handler: "index.handler",
		code: Code.fromAsset(props.bundle(name).directory),
		memorySize: 256,
		timeout: Duration.seconds(timeouts[name]),
		role,
		logGroup: logs,
		loggingFormat: LoggingFormat.JSON,
		environment: environment(name, props),
	});
	// Never callable before it may do what it needs.
	fn.node.addDependency(policy);
	return fn;
}

/** No function is told of a thing that it has no right to. */
function environment(name: DeployedFunction, { stage, table, key, adminKey }: FunctionsProps): Record<string, string> {
	return {
		SMART_ROUTER_STAGE: stage.name,
		...(name === "web" ? {} : { SMART_ROUTER_TABLE: table.tableName, SMART_ROUTER_KMS_KEY_ID: key.keyArn }),
		...(name === "admin" ? { SMART_ROUTER_ADMIN_KEY_SECRET_ARN: adminKey.attrId } : {}),
		...(stage.allowPrivateUpstreams && name !== "web" ? { SMART_ROUTER_ALLOW_PRIVATE_UPSTREAMS: "true" } : {}),
		POWERTOOLS_SERVICE_NAME: `smart-router-${name}`,
	};
}
