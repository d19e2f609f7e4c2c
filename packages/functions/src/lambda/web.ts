import { type Keys, KeysError } from "@smart-router/core/keys/keys.ts";
import { createWeb } from "../web/web.ts";
import { awsDeps } from "./aws.ts";

const refuse = (): Promise<never> => Promise.reject(new KeysError("refused", "This function has no right to any key."));
const noKeys: Keys = { generateDataKey: refuse, decrypt: refuse };

export const handler = createWeb(awsDeps(noKeys));
