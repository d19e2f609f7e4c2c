import { RemovalPolicy, type Stack } from "aws-cdk-lib";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Stage } from "./stage.ts";

/**
 * The first admin key: 48 letters and digits, about 285 bits. It has no checksum, so it must not begin with `sr_`, which marks keys
 * that have one; leaving out punctuation sees to that. Its `attrId` is its ARN.
 */
export function createAdminKey(stack: Stack, { stage }: { readonly stage: Stage }): CfnSecret {
	const secret = new CfnSecret(stack, "AdminKey", {
		description: `Smart Router ${stage.name}: the first admin key`,
		generateSecretString: { passwordLength: 48, excludePunctuation: true },
	});
	secret.applyRemovalPolicy(stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
	return secret;
}
