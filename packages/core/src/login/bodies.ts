import { secret } from "../credential/secret.ts";
import { completeLoginInput } from "./login.schema.ts";

/** As the gateway reads it: what was pasted holds a code, so it leaves the parser wrapped and no record can print it. */
export const completeLoginBody = completeLoginInput.extend({ callback: completeLoginInput.shape.callback.transform(secret) });
