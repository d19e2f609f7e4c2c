import type { Budget } from "../api-key/principal.ts";
import { GatewayError } from "../errors.ts";
import { type Plan, type Target, targetName } from "../routing/target.ts";
import { priceOf } from "../usage/price.ts";

/**
 * The targets that the caller's budget can count: one in USD alone counts nothing of a model without a known price, so it would never be spent. Throws
 * `GatewayError` permission_denied when there is none.
 */
export function affordable(plan: Plan, budget: Budget | null | undefined): Plan {
	if (budget?.usd === undefined || budget.tokens !== undefined) return plan;
	const targets = plan.targets.filter(isPriced);
	if (targets.length > 0) return { ...plan, targets };
	const names = plan.targets.map(targetName).join(", ");
	throw new GatewayError("permission_denied", `This API key's budget is in USD, and no price is known for ${names}.`, {
		param: "model",
		hint: "Ask for a model with a price, or ask an admin to add a token budget to the key (PATCH /admin/keys/{keyId}).",
	});
}

const isPriced = ({ provider, model }: Target): boolean => priceOf(provider.id, model) !== undefined;
