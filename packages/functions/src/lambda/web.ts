import { fileURLToPath } from "node:url";
import { type Keys, KeysError } from "@smart-router/core/keys/keys.ts";
import { readPage } from "../web/page.ts";
import { createWeb } from "../web/web.ts";
import { awsDeps } from "./aws.ts";

const refuse = (): Promise<never> => Promise.reject(new KeysError("refused", "This function has no right to any key."));
const noKeys: Keys = { generateDataKey: refuse, decrypt: refuse };

/** Deployed beside the bundle. */
const page = readPage(fileURLToPath(new URL("page/", import.meta.url)));

export const handler = createWeb(awsDeps(noKeys), page);
