import { openKmsKeys } from "@smart-router/core/keys/open-kms.ts";
import { createProxy } from "../proxy/proxy.ts";
import { awsDeps } from "./aws.ts";
import { required } from "./environment.ts";

export const handler = createProxy(awsDeps(openKmsKeys(required("SMART_ROUTER_KMS_KEY_ID"))));
