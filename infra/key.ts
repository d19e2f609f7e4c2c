import { Duration, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Stage } from "./stage.ts";

/** The encryption context of `packages/core/src/keys/keys.ts`: a data key without all of it can be neither made nor opened. */
export const encryptionContext = ["workspace", "profile", "kind"] as const;

/** The key that seals every credential's own data key. */
export function createKey(stack: Stack, { stage }: { readonly stage: Stage }): Key {
	const key = new Key(stack, "Key", {
		description: `Smart Router ${stage.name}: seals the data keys of credentials`,
		enableKeyRotation: true,
		removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
		// The shortest wait KMS allows.
		...(stage.keepsData ? {} : { pendingWindow: Duration.days(7) }),
	});
	// One statement a name: the conditions of a single statement are joined by "and", so it would deny only when all three are missing.
	for (const name of encryptionContext) {
		key.addToResourcePolicy(
			new PolicyStatement({
				sid: `Demand${name.charAt(0).toUpperCase()}${name.slice(1)}`,
				effect: Effect.DENY,
				principals: [new AnyPrincipal()],
				actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
				resources: ["*"],
				conditions: { Null: { [`kms:EncryptionContext:${name}`]: "true" } },
			}),
		);
	}
	return key;
}
