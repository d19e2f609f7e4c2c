import { openKmsKeys } from "@smart-router/core/keys/open-kms.ts";
import { createAdmin } from "../admin/admin.ts";
import { awsDeps } from "./aws.ts";
import { required } from "./environment.ts";

export const handler = createAdmin(awsDeps(openKmsKeys(required("SMART_ROUTER_KMS_KEY_ID"))));
