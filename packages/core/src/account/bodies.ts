import type { z } from "zod";
import { secret } from "../credential/secret.ts";
import { linkAccountInput, replaceCredentialInput } from "./account.schema.ts";

/** The inputs that carry a key, as the gateway reads them: the key leaves the parser wrapped, so that nothing can print it. */
export const linkAccountBody = linkAccountInput.extend({ apiKey: linkAccountInput.shape.apiKey.transform(secret) });
export type LinkAccountBody = z.infer<typeof linkAccountBody>;

export const replaceCredentialBody = replaceCredentialInput.extend({ apiKey: replaceCredentialInput.shape.apiKey.transform(secret) });
export type ReplaceCredentialBody = z.infer<typeof replaceCredentialBody>;
