import { KMSClient } from "@aws-sdk/client-kms";
import type { Keys } from "./keys.ts";
import { createKmsKeys } from "./kms.ts";

/** The KMS key of this id or ARN as the usual AWS variables reach it. */
export const openKmsKeys = (keyId: string): Keys => createKmsKeys({ client: new KMSClient({}), keyId });
