import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { FunctionName } from "../packages/functions/src/routes.ts";

export interface Guarded {
	readonly table: Table;
	readonly key: Key;
	readonly adminKey: CfnSecret;
}

/** What each function may do; nothing here names a wildcard resource. */
export function permissions({ table, key, adminKey }: Guarded): Readonly<Record<FunctionName, PolicyStatement[]>> {
	const read = allow(table.tableArn, "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query");
	const write = allow(table.tableArn, "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");
	// Only workspaces' own partitions: whoever takes over the function cannot make an API key's pointer or the first admin key.
	const writeWorkspaces = write.copy({ conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["ws#*"] } } });
	// Logins in progress belong to no workspace's partition: the provider's redirect names none.
	const writeLogins = write.copy({ conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["ws#*", "login#*"] } } });
	const openAndSeal = allow(key.keyArn, "kms:Decrypt", "kms:GenerateDataKey");
	const readAdminKey = allow(adminKey.attrId, "secretsmanager:GetSecretValue");
	return {
		proxy: [read, writeWorkspaces, openAndSeal],
		login: [read, writeLogins, openAndSeal],
		// Seals what it is given and can never show it again.
		admin: [read, write, allow(key.keyArn, "kms:GenerateDataKey"), readAdminKey],
		web: [allow(table.tableArn, "dynamodb:GetItem"), readAdminKey],
	};
}

function allow(resource: string, ...actions: string[]): PolicyStatement {
	return new PolicyStatement({ actions, resources: [resource] });
}
