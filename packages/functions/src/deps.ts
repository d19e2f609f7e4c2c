import type { FreshCredentials } from "@smart-router/core/account/fresh-credentials.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import type { Principals } from "@smart-router/core/api-key/principals.ts";
import type { Sessions } from "@smart-router/core/api-key/session.ts";
import type { SlowDown } from "@smart-router/core/api-key/slow-down.ts";
import type { Cache } from "@smart-router/core/cache.ts";
import type { Clock, Random } from "@smart-router/core/clock.ts";
import type { Credentials } from "@smart-router/core/credential/credential.ts";
import type { CheckBaseUrl } from "@smart-router/core/http/base-url.ts";
import type { Keys } from "@smart-router/core/keys/keys.ts";
import type { LoginSession } from "@smart-router/core/login/session.ts";
import type { Providers } from "@smart-router/core/provider/providers.ts";
import type { Linked } from "@smart-router/core/routing/linked.ts";
import type { RoutingSettings } from "@smart-router/core/settings/routing.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import type { Meter } from "./metrics/meter.ts";
import type { Log } from "./middleware/log.ts";

/** What the handlers are built on; `runtime.ts` makes it once per process. */
export interface Deps {
	readonly store: Store;
	readonly credentials: Credentials;
	/** The same, fit for a call: logins are renewed on the way. */
	readonly fresh: FreshCredentials;
	/** Seals OAuth clients and logins. */
	readonly keys: Keys;
	readonly http: HttpClient;
	readonly clock: Clock;
	readonly random: Random;
	readonly log: Log;
	readonly metrics: Meter;
	readonly checkBaseUrl: CheckBaseUrl;
	/** Presented keys to principals; cached at most 10 s. */
	readonly principals: Principals;
	/** Browsers that signed in at the page; cached at most 10 s. */
	readonly sessions: Sessions;
	/** Built-in providers merged with a workspace's own; cached at most 30 s. */
	readonly providers: Providers;
	/** Aliases, fallbacks and the order of `auto`; cached at most 30 s. */
	readonly routing: RoutingSettings;
	/** What is linked, by workspace; cached at most 10 s. */
	readonly linked: Cache<Linked>;
	/** Counts wrong keys and states by address. */
	readonly slowDown: SlowDown;
	/** Resolves after so many milliseconds, or as soon as the signal fires; requests wait for an account with it. */
	readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
	/** Who a caller without any key is; only the local server's `--open` sets it. */
	readonly anonymous?: Principal;
	/** Listens on the loopback address of a login while it lives, so that the browser comes back to this very process; only a laptop's gateway can. */
	readonly listenFor?: (session: LoginSession) => Promise<void>;
	readonly stage: string;
	/** Callers reach this server over plain http: a laptop without TLS. */
	readonly plainHttp: boolean;
	readonly version: string;
}
