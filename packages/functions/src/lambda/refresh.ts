import { openKmsKeys } from "@smart-router/core/keys/open-kms.ts";
import { createRefresh } from "../refresh/refresh.ts";
import { awsDeps } from "./aws.ts";
import { required } from "./environment.ts";

export const handler = createRefresh(awsDeps(openKmsKeys(required("SMART_ROUTER_KMS_KEY_ID"))));
