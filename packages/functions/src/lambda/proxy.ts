import { createProxy } from "../proxy/proxy.ts";
import { awsDeps } from "./aws.ts";
import { kmsKeys } from "./kms.ts";

export const handler = createProxy(awsDeps(kmsKeys()));
