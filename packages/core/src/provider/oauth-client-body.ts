import type { z } from "zod";
import { changesOf } from "../changes.schema.ts";
import { secret } from "../credential/secret.ts";
import { putOAuthClientInput } from "./oauth-client.schema.ts";

const { clientSecret, ...others } = putOAuthClientInput.shape;

/** As the gateway reads it: the secret leaves the parser wrapped, so that nothing can print it. */
export const putOAuthClientBody = changesOf({
	...others,
	clientSecret: clientSecret.unwrap().unwrap().transform(secret).nullable().optional(),
});
export type PutOAuthClientBody = z.infer<typeof putOAuthClientBody>;
