import type { z } from "zod";
import { secret } from "../credential/secret.ts";
import { checkKeyInput, linkAccountInput, replaceCredentialInput } from "./account.schema.ts";

/** The inputs that carry a key, as the gateway reads them: the key leaves the parser wrapped, so that nothing can print it. */
export const linkAccountBody = linkAccountInput.extend({ apiKey: linkAccountInput.shape.apiKey.transform(secret) });
export type LinkAccountBody = z.infer<typeof linkAccountBody>;

export const checkKeyBody = checkKeyInput.extend({ apiKey: checkKeyInput.shape.apiKey.transform(secret) });
export type CheckKeyBody = z.infer<typeof checkKeyBody>;

export const replaceCredentialBody = replaceCredentialInput.extend({ apiKey: replaceCredentialInput.shape.apiKey.transform(secret) });
export type ReplaceCredentialBody = z.infer<typeof replaceCredentialBody>;
