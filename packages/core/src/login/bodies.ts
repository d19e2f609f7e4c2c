import type { z } from "zod";
import { secret } from "../credential/secret.ts";
import { completeLoginInput, importLoginInput } from "./login.schema.ts";

/** As the gateway reads it: what was pasted holds a code, so it leaves the parser wrapped and no record can print it. */
export const completeLoginBody = completeLoginInput.extend({ callback: completeLoginInput.shape.callback.transform(secret) });

/** The tokens leave the parser wrapped. */
export const importLoginBody = importLoginInput.extend({
	refreshToken: importLoginInput.shape.refreshToken.unwrap().transform(secret).optional(),
	accessToken: importLoginInput.shape.accessToken.unwrap().transform(secret).optional(),
});
export type ImportLoginBody = z.infer<typeof importLoginBody>;
