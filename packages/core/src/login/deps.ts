import type { DiscoverDeps } from "../account/discover-project.ts";
import type { LinkDeps } from "../account/link.ts";
import type { Keys } from "../keys/keys.ts";

/** What a login is built on. */
export interface LoginDeps extends LinkDeps, DiscoverDeps {
	readonly keys: Keys;
	/** Says that what is linked in this workspace has changed. */
	readonly linkedChanged: (workspace: string) => void;
}
