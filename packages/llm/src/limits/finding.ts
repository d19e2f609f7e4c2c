import type { Hint } from "./headers.ts";
import type { VerdictKind, VerdictScope } from "./verdict.ts";

/** What one source makes of a failure; `classify` completes it to a verdict. */
export interface Finding {
	readonly kind: VerdictKind;
	readonly scope: VerdictScope;
	readonly group?: string;
	/** Every time that was stated for the rejected limit; missing = where providers usually state one. */
	readonly hints?: readonly Hint[];
	/** Only where it differs from what is usual for the kind. */
	readonly failover?: boolean;
}
