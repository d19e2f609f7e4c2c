import { createAdmin } from "../admin/admin.ts";
import { awsDeps } from "./aws.ts";
import { kmsKeys } from "./kms.ts";

export const handler = createAdmin(awsDeps(kmsKeys()));
