import { nearMatches, undated } from "@smart-router/llm/catalog/catalog.ts";
import { GatewayError } from "../errors.ts";
import type { RoutingRules } from "../settings/routing.schema.ts";
import { autoProfiles } from "./auto.ts";
import { findTargets } from "./find-targets.ts";
import type { PlannableProvider } from "./plan.ts";

interface Named {
	/** Where it stands in the rules: `tiers.SIMPLE[0]`. */
	readonly path: string;
	readonly name: string;
}

/**
 * Throws `GatewayError` invalid_request with near matches for the first name in the rules that leads nowhere: no alias, no `auto`, and no model that the
 * catalog, an admin's list or a linked account knows. Of a custom provider without a list every model is taken.
 */
export function checkRules(rules: RoutingRules, providers: readonly PlannableProvider[]): void {
	const unknown = namesIn(rules).find(({ name }) => !isKnown(name, rules, providers));
	if (!unknown) return;
	const near = nearMatches(unknown.name, knownNames(rules, providers));
	throw new GatewayError("invalid_request", `\`${unknown.name}\` is no alias and no known model.`, {
		param: unknown.path,
		hint:
			near.length > 0
				? `Did you mean ${near.join(", ")}?`
				: "Use provider/model as GET /admin/providers and the catalog have it; for a model newer than the catalog add it to an account's models first.",
	});
}

function namesIn({ aliases, fallbacks, auto, tiers }: RoutingRules): Named[] {
	const inLists = (path: string, lists: Readonly<Record<string, readonly string[]>>): Named[] =>
		Object.entries(lists).flatMap(([key, names]) => names.map((name, at) => ({ path: `${path}.${key}[${at}]`, name })));
	return [
		...Object.entries(aliases).map(([alias, name]) => ({ path: `aliases.${alias}`, name })),
		...inLists("fallbacks", fallbacks),
		...auto.map((name, at) => ({ path: `auto[${at}]`, name })),
		...inLists("tiers", tiers),
	];
}

function isKnown(name: string, rules: RoutingRules, providers: readonly PlannableProvider[]): boolean {
	if (Object.hasOwn(rules.aliases, name) || name === "auto") return true;
	if (name.startsWith("auto:")) return autoProfiles(rules).has(name.slice("auto:".length));
	return findTargets(name, providers).some(({ provider, model }) => {
		const models = providers.find((one) => one.provider.id === provider.id)?.models ?? [];
		return models.includes(model) || models.includes(undated(model)) || (provider.custom && provider.models.length === 0);
	});
}

const knownNames = (rules: RoutingRules, providers: readonly PlannableProvider[]): string[] => [
	...Object.keys(rules.aliases),
	...[...autoProfiles(rules).keys()].map((name) => `auto:${name}`),
	...providers.flatMap(({ provider, models }) => models.flatMap((model) => [model, `${provider.id}/${model}`])),
];
