import type { Deps } from "../deps.ts";
import { authenticate } from "../middleware/authenticate.ts";
import { buildAdminError } from "../middleware/errors.ts";
import { createHandler, type StreamedHandler } from "../middleware/handler.ts";
import { type OperationsOf, runOperations } from "../operations.ts";
import { accountOperations } from "./accounts.ts";
import { cooldownOperations } from "./cooldowns.ts";
import { keyOperations } from "./keys.ts";
import { metricsOperations } from "./metrics.ts";
import { poolOperations } from "./pools.ts";
import { providerOperations } from "./providers.ts";
import { recordOperations } from "./records.ts";
import { routingOperations } from "./routing.ts";
import { sessionOperations } from "./session.ts";

const operations: OperationsOf<"admin"> = {
	...accountOperations,
	...cooldownOperations,
	...poolOperations,
	...providerOperations,
	...routingOperations,
	...keyOperations,
	...metricsOperations,
	...recordOperations,
	...sessionOperations,
};

/** The function admins talk to. It may seal credentials but never open one. */
export const createAdmin = (deps: Deps): StreamedHandler =>
	createHandler(deps, {
		name: "admin",
		buildError: buildAdminError,
		guard: authenticate(deps),
		run: runOperations<"admin">(deps, operations),
	});
