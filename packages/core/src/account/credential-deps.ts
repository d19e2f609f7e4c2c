import type { Clock } from "../clock.ts";
import type { Credentials } from "../credential/credential.ts";
import type { Store } from "../store/store.ts";

/** What changes an account together with its credential. */
export interface CredentialDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly credentials: Credentials;
}
