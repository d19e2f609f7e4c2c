import { fileURLToPath } from "node:url";
import { createLog } from "../middleware/log.ts";
import { version } from "../version.ts";
import { readPage } from "../web/page.ts";
import { createWeb } from "../web/web.ts";
import { required } from "./environment.ts";
import { openMeter } from "./open-meter.ts";

/** Deployed beside the bundle. */
const page = readPage(fileURLToPath(new URL("page/", import.meta.url)));

/** Neither a table nor a key: what it serves is open to everybody, so it has no right to either. */
const deps = { clock: Date.now, log: createLog("smart-router"), metrics: openMeter(), stage: required("SMART_ROUTER_STAGE"), version };

export const handler = createWeb(deps, page);
