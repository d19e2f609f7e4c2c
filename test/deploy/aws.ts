import { CloudFormationClient, CreateStackCommand } from "@aws-sdk/client-cloudformation";

/** What every AWS client and every child process of the deploy test runs with. */
export interface AwsEnvironment {
	readonly [name: string]: string;
}

export const region = "us-east-1";

export function awsEnvironment(endpoint: string): AwsEnvironment {
	return {
		AWS_ENDPOINT_URL: endpoint,
		AWS_REGION: region,
		AWS_DEFAULT_REGION: region,
		AWS_ACCESS_KEY_ID: "test",
		AWS_SECRET_ACCESS_KEY: "test",
		AWS_S3_FORCE_PATH_STYLE: "true",
		SST_TELEMETRY_DISABLED: "1",
		npm_config_yes: "true",
	};
}

const bucket = (name: string) => ({ Type: "AWS::S3::Bucket", Properties: { BucketName: name } });
const version = { Type: "AWS::SSM::Parameter", Properties: { Name: "/cdk-bootstrap/hnb659fds/version", Type: "String", Value: "30" } };

/**
 * Makes what `cdk bootstrap` and SST's first deploy leave in an account. SST's own bootstrap stack has a custom resource that the
 * emulator cannot run.
 */
export async function bootstrapAccount(): Promise<void> {
	const client = new CloudFormationClient({});
	const create = (StackName: string, Resources: object, outputs: Readonly<Record<string, unknown>>) => {
		const Outputs = Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }]));
		return client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources, Outputs }) }));
	};
	const BucketName = { Ref: "Bucket" };
	await create(
		"CDKToolkit",
		{ Bucket: bucket(`cdk-hnb659fds-assets-000000000000-${region}`), Version: version },
		{ BucketName, BootstrapVersion: "30" },
	);
	await create("SSTBootstrap", { Bucket: bucket(`sstbootstrap-${region}`) }, { BucketName, Version: "7.4" });
}
