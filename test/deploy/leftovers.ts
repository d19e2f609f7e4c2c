import assert from "node:assert/strict";
import { CloudFormationClient, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Gateway } from "./gateway.ts";
import type { Report } from "./report.ts";

/** What is in the account, by kind; the key apart, which AWS never deletes at once. */
async function inventory(): Promise<Readonly<Record<string, readonly (string | undefined)[]>>> {
	const { StackSummaries = [] } = await new CloudFormationClient({}).send(new ListStacksCommand({}));
	const { TableNames = [] } = await new DynamoDBClient({}).send(new ListTablesCommand({}));
	const { Functions = [] } = await new LambdaClient({}).send(new ListFunctionsCommand({}));
	const { logGroups = [] } = await new CloudWatchLogsClient({}).send(new DescribeLogGroupsCommand({}));
	const { SecretList = [] } = await new SecretsManagerClient({}).send(new ListSecretsCommand({}));
	const { Roles = [] } = await new IAMClient({}).send(new ListRolesCommand({}));
	return {
		stacks: StackSummaries.filter(({ StackStatus }) => StackStatus !== "DELETE_COMPLETE").map(({ StackName }) => StackName),
		tables: TableNames,
		functions: Functions.map(({ FunctionName }) => FunctionName),
		logGroups: logGroups.map(({ logGroupName }) => logGroupName),
		secrets: SecretList.map(({ Name }) => Name),
		roles: Roles.map(({ RoleName }) => RoleName),
	};
}

/** Checks that `sst remove` leaves nothing but what belongs to the whole account. */
export async function checkLeftovers({ check }: Report, gateway: Gateway, keyId: string): Promise<void> {
	await check("the endpoint is gone", async () => {
		assert.notEqual((await gateway("GET", "/health")).status, 200);
	});

	await check("nothing is left behind but the account's right to write access logs", async () => {
		const { roles = [], ...rest } = await inventory();
		assert.deepEqual(rest, { stacks: ["CDKToolkit", "SSTBootstrap"], tables: [], functions: [], logGroups: [], secrets: [] });
		assert.deepEqual(
			roles.filter((name) => !name?.includes("ApiCloudWatchRole")),
			[],
		);
		assert.equal(roles.length, 1);
	});

	await check("the key waits for its deletion", async () => {
		const { KeyMetadata } = await new KMSClient({}).send(new DescribeKeyCommand({ KeyId: keyId }));
		assert.equal(KeyMetadata?.KeyState, "PendingDeletion");
	});
}
