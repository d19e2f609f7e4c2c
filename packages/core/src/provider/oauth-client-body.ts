import type { z } from "zod";
import { secret } from "../credential/secret.ts";
import { putOAuthClientInput } from "./oauth-client.schema.ts";

const { clientSecret } = putOAuthClientInput.shape;

/** As the gateway reads it: the secret leaves the parser wrapped, so that nothing can print it. */
export const putOAuthClientBody = putOAuthClientInput.extend({ clientSecret: clientSecret.unwrap().transform(secret).optional() });
export type PutOAuthClientBody = z.infer<typeof putOAuthClientBody>;
