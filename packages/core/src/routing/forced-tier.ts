import { type ScoredTier, tiers } from "@smart-router/llm/catalog/tiers.ts";
import { GatewayError } from "../errors.ts";

const header = "x-smart-router-tier";

/** The tier that a client sets for `auto`, in any case of letters. Throws `GatewayError` 400 when it is none. */
export function forcedTier(headers: Readonly<Record<string, string | undefined>>): ScoredTier | undefined {
	const wanted = headers[header]?.trim().toUpperCase();
	if (wanted === undefined || wanted === "") return undefined;
	const tier = tiers.find((name) => name === wanted);
	if (tier) return tier;
	throw new GatewayError("invalid_request", "X-Smart-Router-Tier names no tier.", {
		param: "X-Smart-Router-Tier",
		hint: `Known values: ${tiers.join(", ")}.`,
	});
}
