import { RemovalPolicy, type Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import type { Stage } from "./stage.ts";

/** The one table; its layout is `packages/core/STORAGE.md`. */
export function createTable(stack: Stack, { stage }: { readonly stage: Stage }): Table {
	return new Table(stack, "Table", {
		partitionKey: { name: "pk", type: AttributeType.STRING },
		sortKey: { name: "sk", type: AttributeType.STRING },
		billingMode: BillingMode.PAY_PER_REQUEST,
		timeToLiveAttribute: "ttl",
		pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
		deletionProtection: stage.keepsData,
		removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
	});
}
