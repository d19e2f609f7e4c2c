/** The first admin key that the deploy made. The client is loaded only here: it is asked once in a stage's life. */
export async function readFirstKey(secretArn: string): Promise<string> {
	const { SecretsManagerClient, GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
	const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: secretArn }));
	if (!SecretString) throw new Error("The secret of the first admin key is empty.");
	return SecretString;
}
