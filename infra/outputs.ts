import { Aws, CfnOutput, type Stack } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Stage } from "./stage.ts";

export interface OutputsProps {
	readonly stage: Stage;
	readonly api: RestApi;
	readonly table: Table;
	readonly adminKey: CfnSecret;
}

/** What `sst deploy` prints and writes to `.sst/outputs.json`. */
export function createOutputs(stack: Stack, { stage, api, table, adminKey }: OutputsProps): void {
	const url = stage.domain ? `https://${stage.domain.name}` : api.url.replace(/\/$/, "");
	new CfnOutput(stack, "Url", { value: url, description: "The gateway's base address" });
	new CfnOutput(stack, "TableName", { value: table.tableName });
	new CfnOutput(stack, "AdminKeySecret", { value: adminKey.attrId, description: "Holds the first admin key" });
	new CfnOutput(stack, "ReadAdminKey", {
		value: `aws secretsmanager get-secret-value --region ${Aws.REGION} --secret-id ${adminKey.attrId} --query SecretString --output text`,
		description: "Prints the first admin key",
	});
}
