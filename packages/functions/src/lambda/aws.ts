import { createHttpClient } from "@smart-router/core/http/client.ts";
import type { Keys } from "@smart-router/core/keys/keys.ts";
import { openTable } from "@smart-router/core/store/open-table.ts";
import { createDeps, type RuntimeDeps } from "../runtime.ts";
import { required } from "./environment.ts";
import { readFirstKey } from "./first-key.ts";
import { openMeter } from "./open-meter.ts";

/** What a deployed stage runs on, read from the function's environment. */
export function awsDeps(keys: Keys): RuntimeDeps {
	const allowPrivate = process.env["SMART_ROUTER_ALLOW_PRIVATE_UPSTREAMS"] === "true";
	const secretArn = process.env["SMART_ROUTER_ADMIN_KEY_SECRET_ARN"];
	return createDeps({
		store: openTable(required("SMART_ROUTER_TABLE")),
		keys,
		clock: Date.now,
		random: Math.random,
		http: createHttpClient({ guard: allowPrivate ? "allow-private" : "public-only" }),
		stage: required("SMART_ROUTER_STAGE"),
		baseUrls: { allowPrivate, allowHttp: allowPrivate },
		metrics: openMeter(),
		...(secretArn && { firstKeySecret: () => readFirstKey(secretArn) }),
	});
}
