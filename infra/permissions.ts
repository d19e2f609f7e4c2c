import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { DeployedFunction } from "../packages/functions/src/routes.ts";

export interface Guarded {
	readonly table: Table;
	readonly key: Key;
	readonly adminKey: CfnSecret;
}

/** What each function may do; nothing here names a wildcard resource. */
export function permissions({ table, key, adminKey }: Guarded): Readonly<Record<DeployedFunction, PolicyStatement[]>> {
	const read = allow(table.tableArn, "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query");
	const write = allow(table.tableArn, "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");
	// Only workspaces' own partitions: whoever takes over the function cannot make an API key's pointer or the first admin key.
	const writeWorkspaces = within(write, "ws#*");
	// Logins in progress belong to no workspace's partition: the provider's redirect names none.
	const writeLogins = within(write, "ws#*", "login#*");
	const openAndSeal = allow(key.keyArn, "kms:Decrypt", "kms:GenerateDataKey");
	const readAdminKey = allow(adminKey.attrId, "secretsmanager:GetSecretValue");
	return {
		proxy: [read, writeWorkspaces, openAndSeal],
		login: [read, writeLogins, openAndSeal],
		// Tokens are renewed in place: it makes no item and removes none.
		refresh: [
			allow(table.tableArn, "dynamodb:GetItem", "dynamodb:Query"),
			within(allow(table.tableArn, "dynamodb:UpdateItem"), "ws#*"),
			openAndSeal,
		],
		// Seals what it is given and can never show it again.
		admin: [read, write, allow(key.keyArn, "kms:GenerateDataKey"), readAdminKey],
		web: [allow(table.tableArn, "dynamodb:GetItem"), readAdminKey],
	};
}

function allow(resource: string, ...actions: string[]): PolicyStatement {
	return new PolicyStatement({ actions, resources: [resource] });
}

/** The same in partitions of these kinds alone. */
const within = (statement: PolicyStatement, ...partitions: string[]): PolicyStatement =>
	statement.copy({ conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitions } } });
