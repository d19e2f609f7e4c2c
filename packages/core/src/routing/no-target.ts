import { GatewayError } from "../errors.ts";
import { allows, forbidden } from "./allowed.ts";
import type { Assessment } from "./assessment.ts";
import { linkedProviders } from "./auto-order.ts";
import { missingAt } from "./capable.ts";
import type { PlanInput } from "./plan.ts";
import type { Target } from "./target.ts";

/** Why `auto` has nowhere to go: nothing linked, nothing known of what is, nothing allowed, or nothing that can do the job. `order` is all it thought of. */
export function whyNoTarget(order: readonly Target[], input: PlanInput, assessment: Assessment | undefined): GatewayError {
	if (order.length === 0) return nothingKnown(input);
	const allowed = order.filter((target) => allows(input.allowed, target) && input.serves(target));
	if (allowed.length === 0 || !assessment) return forbidden(input.model);
	const what = [...new Set(allowed.flatMap((target) => missingAt(target, assessment.needs, input.abilities)))];
	return new GatewayError("unsupported_parameter", `No linked model that this key may use takes ${what.join(" and ")}.`, {
		param: "model",
		hint: "Link an account of a provider that does, or name a model as provider/model.",
	});
}

function nothingKnown(input: PlanInput): GatewayError {
	const linked = linkedProviders(input);
	const names = linked.map(({ provider }) => provider.id).join(", ");
	const [first] = linked;
	if (!first) {
		return unavailable(
			"No account is linked yet, so `auto` has nowhere to go.",
			"Link one: smart-router login <provider> --method api-key",
		);
	}
	if (input.rules.auto.length > 0) {
		return unavailable(
			`Linked: ${names}. The order of \`auto\` in the routing settings names none of them.`,
			"Change `auto` there, link an account of a provider that it names, or name a model as provider/model.",
		);
	}
	const { id, custom } = first.provider;
	const list = custom ? "set the provider's models (PUT /admin/providers/{id}), or " : "";
	return linked.every(({ models, chatless }) => models.every((model) => chatless.includes(model)))
		? unavailable(
				`Linked: ${names}. No chat model is known there, so \`auto\` cannot choose one.`,
				`Name one: ${id}/<model>. For \`auto\`: ${list}read the provider's list with smart-router accounts verify <profileId>.`,
			)
		: unavailable(
				`Linked: ${names}. No account that this key may use is enabled for a model known there.`,
				"See why with GET /admin/accounts, then enable one or widen its models.",
			);
}

const unavailable = (message: string, hint: string): GatewayError => new GatewayError("no_account_available", message, { hint });
