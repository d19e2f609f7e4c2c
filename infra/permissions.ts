import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { DeployedFunction } from "../packages/functions/src/routes.ts";
import { type TableOperation, tableActions, tableRights } from "../packages/functions/src/table-rights.ts";

export interface Guarded {
	readonly table: Table;
	readonly key: Key;
	readonly adminKey: CfnSecret;
}

/** What each function may do; nothing here names a wildcard resource. */
export function permissions({ table, key, adminKey }: Guarded): Readonly<Record<DeployedFunction, PolicyStatement[]>> {
	const onTable = (name: DeployedFunction): PolicyStatement[] => tableStatements(table, name);
	const openAndSeal = allow(key.keyArn, "kms:Decrypt", "kms:GenerateDataKey");
	// It can never show again what it has sealed.
	const seal = allow(key.keyArn, "kms:GenerateDataKey");
	return {
		proxy: [...onTable("proxy"), openAndSeal],
		login: [...onTable("login"), openAndSeal],
		refresh: [...onTable("refresh"), openAndSeal],
		admin: [...onTable("admin"), seal, allow(adminKey.attrId, "secretsmanager:GetSecretValue")],
		web: onTable("web"),
	};
}

function tableStatements({ tableArn }: Table, name: DeployedFunction): PolicyStatement[] {
	const { read, write, partitions } = tableRights[name];
	const toDo = (operations: readonly TableOperation[]) => (operations.length > 0 ? [allow(tableArn, ...operations.map(actionOf))] : []);
	return [...toDo(read), ...toDo(write).map((statement) => (partitions ? within(statement, partitions) : statement))];
}

const actionOf = (operation: TableOperation): string => `dynamodb:${tableActions[operation]}`;

function allow(resource: string, ...actions: string[]): PolicyStatement {
	return new PolicyStatement({ actions, resources: [resource] });
}

/** The same in partitions of these kinds alone. */
const within = (statement: PolicyStatement, partitions: readonly string[]): PolicyStatement =>
	statement.copy({ conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitions } } });
