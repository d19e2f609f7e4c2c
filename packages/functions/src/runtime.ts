import { setTimeout } from "node:timers/promises";
import { createFreshCredentials } from "@smart-router/core/account/fresh-credentials.ts";
import { createListedModels, type ListedModels } from "@smart-router/core/account/listed-models.ts";
import { createPrincipals } from "@smart-router/core/api-key/principals.ts";
import { createSessions } from "@smart-router/core/api-key/session.ts";
import { createSlowDown } from "@smart-router/core/api-key/slow-down.ts";
import type { Clock, Random } from "@smart-router/core/clock.ts";
import { createCredentials } from "@smart-router/core/credential/credential.ts";
import { createRetryThrottle, type RetryThrottle } from "@smart-router/core/forward/throttle.ts";
import { type BaseUrlRules, checkBaseUrl } from "@smart-router/core/http/base-url.ts";
import type { Keys } from "@smart-router/core/keys/keys.ts";
import { createProviders } from "@smart-router/core/provider/providers.ts";
import { createLinked } from "@smart-router/core/routing/linked.ts";
import { type Affinity, createAffinity } from "@smart-router/core/selection/affinity.ts";
import { createSelection, type Selection } from "@smart-router/core/selection/claim.ts";
import { createRoutingSettings } from "@smart-router/core/settings/routing.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import type { Deps } from "./deps.ts";
import { type Meter, noMeter } from "./metrics/meter.ts";
import { createLog, type Log } from "./middleware/log.ts";
import { traceOf } from "./middleware/trace.ts";
import { version } from "./version.ts";

/** What differs between a deployed stage and a laptop: the two ports, the way out, and the stage's rules. */
export interface Parts {
	readonly store: Store;
	readonly keys: Keys;
	readonly clock: Clock;
	readonly random: Random;
	readonly http: HttpClient;
	readonly stage: string;
	/** False when missing: a deployed stage speaks https only. */
	readonly plainHttp?: boolean;
	readonly baseUrls: BaseUrlRules;
	readonly firstKeySecret?: () => Promise<string>;
	/** Wrong keys wait for their answer, which only a process of its own can afford: a waiting function is paid for. */
	readonly holdsGuesses?: boolean;
	/** The machine's timer when missing. */
	readonly wait?: Deps["wait"];
	/** Powertools' logger when missing. */
	readonly log?: Log;
	/** Counts nothing when missing. */
	readonly metrics?: Meter;
}

export interface RuntimeDeps extends Deps {
	readonly selection: Selection;
	readonly affinity: Affinity;
	readonly throttle: RetryThrottle;
	/** What providers list themselves; asked by lists of models only, kept for an hour. */
	readonly listedModels: ListedModels;
	/** For faults that must not fail a request. */
	readonly onFault: (what: string, error: unknown) => void;
}

const timer: Deps["wait"] = (ms, signal) => setTimeout(ms, undefined, signal && { signal }).catch(() => undefined);

/** The composition root: everything the handlers are built on, made once per process. */
export function createDeps(parts: Parts): RuntimeDeps {
	const { store, keys, clock, random, http, stage, plainHttp = false, baseUrls, firstKeySecret, holdsGuesses = false } = parts;
	const { wait = timer, log = createLog("smart-router"), metrics = noMeter } = parts;
	const credentials = createCredentials({ store, keys, clock });
	const principals = createPrincipals({ store, clock, ...(firstKeySecret && { firstKeySecret }) });
	const providers = createProviders({ store, clock });
	const onFault = (what: string, error: unknown): void => {
		log.error(what, { error: traceOf(error) });
		metrics.count("faults", { what });
	};
	return {
		store,
		keys,
		http,
		clock,
		random,
		stage,
		plainHttp,
		version,
		checkBaseUrl: (text, param) => checkBaseUrl(text, baseUrls, param),
		log,
		metrics,
		credentials,
		fresh: createFreshCredentials({ store, keys, clock, http, credentials, providers, wait, metrics, onFault }),
		selection: createSelection({ store, clock, random }),
		affinity: createAffinity({ store, clock }),
		throttle: createRetryThrottle(),
		principals,
		sessions: createSessions({ store, clock, principals }),
		slowDown: createSlowDown({ clock, ...(holdsGuesses && { hold: wait }) }),
		providers,
		routing: createRoutingSettings({ store, clock }),
		linked: createLinked({ store, clock }),
		listedModels: createListedModels({ store, credentials, http, clock }),
		wait,
		onFault,
	};
}
