import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import { waitText } from "../parts/time.ts";

interface Settings extends Pick<PoolView, "strategy" | "cooldownSeconds" | "maxRetries"> {
	/** How long it lasts matters only while it is on. */
	readonly affinity: { readonly enabled: true; readonly ttlSeconds: number } | { readonly enabled: false };
}

/** Settings as what will happen. `pool` says whom it concerns. */
export function effectsOf(
	{ strategy, cooldownSeconds, maxRetries, affinity }: Settings,
	{ primary, next, counts }: Pick<PoolView, "primary" | "next" | "counts">,
): readonly string[] {
	const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
	const turn =
		strategy === "failover-only"
			? `Requests stay on ${primary ?? next ?? "the first account by priority"}; the other ${all - 1} wait until it cannot serve.`
			: `New requests are spread over ${counts.verified} of ${all} accounts, the ones that can serve now.`;
	const rest = Number.isFinite(cooldownSeconds) && cooldownSeconds > 0 ? waitText(cooldownSeconds * 1000) : "?";
	return [
		turn,
		`A model that is limited without a time rests about ${rest}, twice as long each time in a row, 30 minutes at most.`,
		`${maxRetries === 1 ? "One refusal makes" : `${maxRetries} refusals in a row make`} an account Error; it leaves the rotation until it is verified or a probe succeeds.`,
		affinity.enabled
			? `A conversation stays on one account for up to ${waitText(affinity.ttlSeconds * 1000)} between requests.`
			: "Each request of a conversation may go to another account.",
	];
}
