import assert from "node:assert/strict";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { Report } from "./report.ts";
import { logLines } from "./rights.ts";

interface Subject {
	readonly report: Report;
	readonly tableName: string;
	readonly keyId: string;
	/** Texts that may stand nowhere. */
	readonly secrets: readonly string[];
}

/** Looks for secrets where they must not be. */
export async function checkSecrecy({ report: { check }, tableName, keyId, secrets }: Subject): Promise<void> {
	await check("no secret is readable in a dump of the table", async () => {
		const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: tableName }));
		const sealed = Items.filter(({ sk }) => sk?.S?.startsWith("credential#"));
		assert.equal(sealed.length, 3, "one sealed credential for each account");
		assertFree(JSON.stringify(Items), secrets);
	});

	await check("no secret is readable in the logs", async () => {
		const lines = await logLines();
		assert.ok(lines.length > 0, "the functions have logged something");
		assertFree(lines.join("\n"), secrets);
	});

	await check("the key makes no data key without the whole encryption context", async () => {
		const client = new KMSClient({ credentials: await keyUser() });
		const make = (EncryptionContext: Record<string, string>) =>
			client.send(new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext }));
		await assert.rejects(make({}), { name: "AccessDeniedException" });
		await assert.rejects(make({ workspace: "default", profile: "fake:a" }), { name: "AccessDeniedException" });
		await make({ workspace: "default", profile: "fake:a", kind: "credential" });
	});
}

/** A user who may do everything with keys: the emulator lets the root user pass every policy, which AWS does not. */
async function keyUser(): Promise<{ accessKeyId: string; secretAccessKey: string }> {
	const client = new IAMClient({});
	const UserName = "key-user";
	const Statement = [{ Effect: "Allow", Action: "kms:*", Resource: "*" }];
	await client.send(new CreateUserCommand({ UserName }));
	await client.send(
		new PutUserPolicyCommand({ UserName, PolicyName: "keys", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }) }),
	);
	const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName }));
	return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

/** Neither as they are nor in the encodings that a careless write would leave. */
function assertFree(text: string, secrets: readonly string[]): void {
	for (const secret of secrets) {
		const bytes = Buffer.from(secret);
		for (const form of [secret, bytes.toString("base64").replace(/=+$/, ""), bytes.toString("hex"), encodeURIComponent(secret)]) {
			assert.ok(!text.includes(form), `found ${secret.slice(0, 11)}…`);
		}
	}
}
