import type { Facts } from "./facts.ts";
import { gatewayChecks } from "./gateway.ts";
import { machineChecks } from "./machine.ts";
import type { Outcome } from "./outcome.ts";

export interface Check {
	readonly id: string;
	readonly title: string;
	/** Pure: all that it looks at is in the facts. */
	readonly look: (facts: Facts) => Outcome;
}

/** In the order of what stands on what. */
export const checks: readonly Check[] = [...machineChecks, ...gatewayChecks];
