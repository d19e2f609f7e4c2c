import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { createKmsKeys } from "@smart-router/core/keys/kms.ts";
import { openKeyFile } from "@smart-router/local/keys/key-file.ts";
import { afterAll } from "vitest";
import { startMoto } from "../../support/moto.ts";
import { dummyAws } from "../../support/table.ts";
import { keysContract } from "./contract.ts";

const folder = mkdtempSync(join(tmpdir(), "smart-router-keys-"));
const moto = await startMoto();

afterAll(async () => {
	rmSync(folder, { recursive: true });
	await moto?.stop();
});

keysContract("a key file", openKeyFile(join(folder, "master.key")));

if (moto) {
	const client = new KMSClient({ ...dummyAws, endpoint: moto.endpoint });
	const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
	keysContract("KMS (moto)", createKmsKeys({ client, keyId: KeyMetadata?.KeyId ?? "" }));
}
