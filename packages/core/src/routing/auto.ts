import { GatewayError } from "../errors.ts";
import type { RoutingRules } from "../settings/routing.schema.ts";
import { allows, forbidden } from "./allowed.ts";
import type { Asked } from "./asked.ts";
import { defaultTargets, type KnownTarget, otherTargets, shifted, tierOrder } from "./candidates.ts";
import { lacks } from "./capable.ts";
import { findTargets, unique } from "./find-targets.ts";
import type { PlanInput } from "./plan.ts";
import type { Plan, Target } from "./target.ts";

/** More is not tried for one request: each target costs a look at its pool. */
const mostTargets = 12;

const builtInProfiles: RoutingRules["profiles"] = { eco: { shift: -1 }, premium: { shift: 1 } };

/** The profiles of `auto` by name, each with the tiers it moves up (or down, below 0). */
export const autoProfiles = (rules: RoutingRules): ReadonlyMap<string, number> =>
	new Map(Object.entries({ ...builtInProfiles, ...rules.profiles }).map(([name, { shift }]) => [name, shift]));

/**
 * Where `auto` goes: what is linked, allowed and can do the job, the targets of the request's tier first. `steps` of a profile shift that tier.
 * Throws `GatewayError` no_account_available (503) when nothing is linked, permission_denied (403) when the key forbids all that is, unsupported_parameter
 * (400) when nothing that is left can do the job.
 */
export function planAuto(input: PlanInput, steps: number): Plan {
	const { rules } = input;
	const asked = input.asked?.();
	const linked = reachable(asked ? scoredOrder(input, asked, steps) : defaultOrder(input), input);
	if (linked.length === 0) throw nothingLinked();
	const allowed = linked.filter((target) => allows(input.allowed, target) && input.serves(target));
	if (allowed.length === 0) throw forbidden(input.model);
	if (!asked) {
		return {
			targets: allowed,
			tier: "DEFAULT",
			score: 0,
			confidence: null,
			reason: rules.auto.length > 0 ? "order of the settings" : "default order",
		};
	}
	const able = allowed.filter((target) => missing(target, asked, input).length === 0);
	if (able.length === 0) throw nobodyCan(allowed, asked, input);
	const notes = [
		...(steps === 0 ? [] : [`${input.model} moves the tier by ${steps}`]),
		...(rules.auto.length > 0 ? ["order of the settings"] : []),
	];
	const { tier, score, confidence, reason } = asked;
	return { targets: able.slice(0, mostTargets), tier, score, confidence, reason: [reason, ...notes].join("; ") };
}

/** The lists of the tier, then of the higher and the lower ones, in each the targets with a claimable account first; then whatever else is linked. */
function scoredOrder(input: PlanInput, asked: Asked, steps: number): Target[] {
	const { rules, providers } = input;
	const named = (names: readonly string[]): Target[] => names.flatMap((name) => findTargets(rules.aliases[name] ?? name, providers));
	if (rules.auto.length > 0) return named(rules.auto);
	const known = knownTargets(input);
	const able = known.filter(({ abilities }) => !abilities || lacks(abilities, asked.needs).length === 0);
	const tiers = tierOrder(shifted(asked.tier, steps)).map((tier) => {
		const set = rules.tiers[tier];
		return set.length > 0 ? named(set) : defaultTargets(tier, able);
	});
	const unable = known.filter((one) => !able.includes(one));
	// They are left out in the end, and tell why when nothing is left.
	return [...tiers, otherTargets(able), unable.map(({ target }) => target)].flatMap((list) => claimableFirst(list, input));
}

const knownTargets = ({ providers, abilities, serves }: PlanInput): KnownTarget[] =>
	providers
		.filter(({ linked }) => linked)
		.flatMap(({ provider, models, embeddingModels }) =>
			models
				.filter((model) => !embeddingModels.includes(model))
				.map((model) => ({ target: { provider, model }, abilities: abilities(provider.id, model) })),
		)
		.filter(({ target }) => serves(target));

function claimableFirst(targets: readonly Target[], { open }: PlanInput): Target[] {
	const seen = targets.map((target) => ({ target, isOpen: open(target) }));
	return [...seen.filter(({ isOpen }) => isOpen), ...seen.filter(({ isOpen }) => !isOpen)].map(({ target }) => target);
}

/** The catalog's default order first, then one model of every other linked provider, so that `auto` works with whatever is linked. */
function defaultOrder({ rules, providers, defaultAuto }: PlanInput): Target[] {
	const covered = new Set(defaultAuto.map((name) => name.slice(0, name.indexOf("/"))));
	const others = providers
		.filter(({ provider, models }) => !covered.has(provider.id) && models.length > 0)
		.map(({ provider, models }) => `${provider.id}/${models[0]}`);
	const order = rules.auto.length > 0 ? rules.auto : [...defaultAuto, ...others];
	return order.flatMap((name) => findTargets(name, providers));
}

/** Of what is linked; the simulated provider only while nothing else is. */
function reachable(targets: readonly Target[], { providers, sandbox }: PlanInput): Target[] {
	const ids = new Set(providers.filter(({ linked }) => linked).map(({ provider }) => provider.id));
	const linked = unique(targets).filter(({ provider }) => ids.has(provider.id));
	const real = linked.filter(({ provider }) => provider.id !== sandbox);
	return real.length > 0 ? real : linked;
}

/** What the target cannot do of what is needed; nothing is missed where nothing is known. */
function missing({ provider, model }: Target, { needs }: Asked, { abilities }: PlanInput): string[] {
	const known = abilities(provider.id, model);
	return known ? lacks(known, needs) : [];
}

const nothingLinked = (): GatewayError =>
	new GatewayError("no_account_available", "No account is linked yet, so `auto` has nowhere to go.", {
		hint: "Link one: smart-router login <provider> --method api-key",
	});

function nobodyCan(targets: readonly Target[], asked: Asked, input: PlanInput): GatewayError {
	const what = [...new Set(targets.flatMap((target) => missing(target, asked, input)))];
	return new GatewayError("unsupported_parameter", `No linked model that this key may use takes ${what.join(" and ")}.`, {
		param: "model",
		hint: "Link an account of a provider that does, or name a model as provider/model.",
	});
}
