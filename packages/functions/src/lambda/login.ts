import { openKmsKeys } from "@smart-router/core/keys/open-kms.ts";
import { createLogin } from "../login/login.ts";
import { awsDeps } from "./aws.ts";
import { required } from "./environment.ts";

export const handler = createLogin(awsDeps(openKmsKeys(required("SMART_ROUTER_KMS_KEY_ID"))));
