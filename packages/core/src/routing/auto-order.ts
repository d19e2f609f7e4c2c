import { sandboxProvider } from "../provider/sandbox.schema.ts";
import type { Assessment } from "./assessment.ts";
import { defaultTargets, type KnownTarget, otherTargets, shifted, tierOrder } from "./candidates.ts";
import { lacks } from "./capable.ts";
import { findTargets, unique } from "./find-targets.ts";
import type { PlanInput, PlannableProvider } from "./plan.ts";
import type { Target } from "./target.ts";

/** All that `auto` may think of, the best first: linked, but not yet asked whether it is allowed or can do the job. */
export const autoOrder = (input: PlanInput, assessment: Assessment | undefined, steps: number): readonly Target[] =>
	reachable(assessment ? scoredOrder(input, assessment, steps) : defaultOrder(input), input);

/** The lists of the tier, then of the higher and the lower ones, in each the targets with a claimable account first; then whatever else is linked. */
function scoredOrder(input: PlanInput, { tier: found, needs }: Assessment, steps: number): Target[] {
	const { rules, providers } = input;
	const named = (names: readonly string[]): Target[] => names.flatMap((name) => findTargets(rules.aliases[name] ?? name, providers));
	if (rules.auto.length > 0) return named(rules.auto);
	const known = chatTargets(input);
	const able = known.filter(({ abilities }) => !abilities || lacks(abilities, needs).length === 0);
	const tiers = tierOrder(shifted(found, steps)).map((tier) => {
		const set = rules.tiers[tier];
		return set.length > 0 ? named(set) : defaultTargets(tier, able);
	});
	const unable = known.filter((one) => !able.includes(one));
	// They are left out in the end, and tell why when nothing is left.
	return [...tiers, otherTargets(able), unable.map(({ target }) => target)].flatMap((list) => claimableFirst(list, input));
}

/** Every model that a linked account serves and a chat may go to. */
const chatTargets = ({ abilities, serves, ...input }: PlanInput): KnownTarget[] =>
	linkedProviders(input)
		.flatMap(({ provider, models, chatless }) =>
			models
				.filter((model) => !chatless.includes(model))
				.map((model) => ({ target: { provider, model }, abilities: abilities(provider.id, model) })),
		)
		.filter(({ target }) => serves(target));

function claimableFirst(targets: readonly Target[], { open }: PlanInput): Target[] {
	const seen = targets.map((target) => ({ target, isOpen: open(target) }));
	return [...seen.filter(({ isOpen }) => isOpen), ...seen.filter(({ isOpen }) => !isOpen)].map(({ target }) => target);
}

/** For embeddings: the default order first, then one model of every other provider, best one whose name says it, so that `auto` works with whatever is linked. */
function defaultOrder({ rules, providers, defaultAuto }: PlanInput): Target[] {
	const covered = new Set(defaultAuto.map((name) => name.slice(0, name.indexOf("/"))));
	const others = providers
		.filter(({ provider, models }) => !covered.has(provider.id) && models.length > 0)
		.map(({ provider, models, chatless }) => `${provider.id}/${chatless[0] ?? models[0]}`);
	const order = rules.auto.length > 0 ? rules.auto : [...defaultAuto, ...others];
	return order.flatMap((name) => findTargets(name, providers));
}

const reachable = (targets: readonly Target[], input: PlanInput): Target[] => {
	const ids = new Set(linkedProviders(input).map(({ provider }) => provider.id));
	return unique(targets).filter(({ provider }) => ids.has(provider.id));
};

/** What `auto` may choose from; the simulated provider only while nothing else is linked. */
export function linkedProviders({ providers }: Pick<PlanInput, "providers">): readonly PlannableProvider[] {
	const linked = providers.filter((one) => one.linked);
	const real = linked.filter(({ provider }) => provider.id !== sandboxProvider);
	return real.length > 0 ? real : linked;
}
