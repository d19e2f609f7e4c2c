import { createLogin } from "../login/login.ts";
import { awsDeps } from "./aws.ts";
import { kmsKeys } from "./kms.ts";

export const handler = createLogin(awsDeps(kmsKeys()));
