import { KMSClient } from "@aws-sdk/client-kms";
import type { Keys } from "@smart-router/core/keys/keys.ts";
import { createKmsKeys } from "@smart-router/core/keys/kms.ts";
import { required } from "./environment.ts";

export const kmsKeys = (): Keys => createKmsKeys({ client: new KMSClient({}), keyId: required("SMART_ROUTER_KMS_KEY_ID") });
