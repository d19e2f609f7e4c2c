import { nearMatches, providersOf } from "@smart-router/llm/catalog/catalog.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { GatewayError } from "../errors.ts";
import type { RoutingRules } from "../settings/routing.schema.ts";
import { type Plan, type Target, targetName } from "./target.ts";

/** A provider of the workspace, and whether anything is linked to it. */
export interface PlannableProvider {
	readonly provider: Provider;
	readonly linked: boolean;
	/** Model ids known to be served there: the catalog's, an admin's list. */
	readonly models: readonly string[];
}

/** What the caller's key allows; null means everything. */
export interface Allowed {
	readonly providers: readonly string[] | null;
	readonly models: readonly string[] | null;
}

export interface PlanInput {
	/** The `model` of the request, as the client wrote it. */
	readonly model: string;
	readonly rules: RoutingRules;
	readonly providers: readonly PlannableProvider[];
	readonly allowed: Allowed;
	/** The dated default order of `auto`. */
	readonly defaultAuto: readonly string[];
	/** The simulated provider's id: `auto` goes there only while nothing else is linked. */
	readonly sandbox: string;
}

const maxAliasSteps = 5;
const maxNearMatches = 3;

/**
 * The ordered targets of a request. Pure: the same input gives the same plan.
 * Throws `GatewayError` `model_not_found` (404, with near matches), `permission_denied` (403) when the key forbids every target,
 * `no_account_available` (503) when `auto` finds nothing linked.
 */
export function plan(input: PlanInput): Plan {
	const wanted = resolveAlias(input.model, input.rules.aliases);
	return wanted === "auto" ? planAuto(input) : planExplicit(wanted, input);
}

function resolveAlias(model: string, aliases: PlanInput["rules"]["aliases"]): string {
	let name = model;
	for (let step = 0; step < maxAliasSteps && Object.hasOwn(aliases, name); step++) name = aliases[name] ?? name;
	return name;
}

function planExplicit(wanted: string, input: PlanInput): Plan {
	const named = findTargets(wanted, input.providers);
	if (named.length === 0) throw modelNotFound(input);
	const equivalents = named.flatMap((target) => input.rules.fallbacks[targetName(target)] ?? input.rules.fallbacks[target.model] ?? []);
	const targets = unique([...named, ...equivalents.flatMap((name) => findTargets(name, input.providers))]);
	const allowed = targets.filter((target) => allows(input.allowed, target));
	if (allowed.length === 0) throw forbidden(input.model);
	const reason = wanted === input.model ? "model named by the client" : `alias ${input.model}`;
	return { targets: allowed, tier: "EXPLICIT", score: 0, reason };
}

function planAuto(input: PlanInput): Plan {
	const order = input.rules.auto.length > 0 ? input.rules.auto : defaultOrder(input);
	const linked = unique(order.flatMap((name) => findTargets(name, input.providers))).filter((target) => isLinked(target, input));
	const real = linked.filter((target) => target.provider.id !== input.sandbox);
	const targets = (real.length > 0 ? real : linked).filter((target) => allows(input.allowed, target));
	if (linked.length === 0) {
		throw new GatewayError("no_account_available", "No account is linked yet, so `auto` has nowhere to go.", {
			hint: "Link one: smart-router login <provider> --method api-key",
		});
	}
	if (targets.length === 0) throw forbidden(input.model);
	return { targets, tier: "DEFAULT", score: 0, reason: input.rules.auto.length > 0 ? "order of the settings" : "default order" };
}

/** The catalog's default order first, then one model of every other linked provider, so that `auto` works with whatever is linked. */
function defaultOrder(input: PlanInput): string[] {
	const covered = new Set(input.defaultAuto.map((name) => name.slice(0, name.indexOf("/"))));
	const others = input.providers
		.filter(({ provider, models }) => !covered.has(provider.id) && models.length > 0)
		.map(({ provider, models }) => `${provider.id}/${models[0]}`);
	return [...input.defaultAuto, ...others];
}

/** `provider/model` (id or alias of the provider) first; else a bare id that a catalog or an admin's list knows, linked providers before others. */
function findTargets(name: string, providers: readonly PlannableProvider[]): Target[] {
	const slash = name.indexOf("/");
	if (slash > 0) {
		const prefix = name.slice(0, slash).toLowerCase();
		const entry = providers.find(({ provider }) => provider.id === prefix || provider.aliases.includes(prefix));
		const model = name.slice(slash + 1);
		if (entry && model !== "") return [{ provider: entry.provider, model }];
	}
	const inCatalog = new Set(providersOf(name));
	return providers
		.filter(({ provider, models }) => inCatalog.has(provider.id) || models.includes(name))
		.toSorted((a, b) => Number(b.linked) - Number(a.linked))
		.map(({ provider }) => ({ provider, model: name }));
}

const unique = (targets: readonly Target[]): Target[] => [
	...new Map(targets.map((target) => [targetName(target), target] as const)).values(),
];

const isLinked = (target: Target, input: PlanInput): boolean =>
	input.providers.some(({ provider, linked }) => linked && provider.id === target.provider.id);

const allows = (allowed: Allowed, target: Target): boolean =>
	(allowed.providers === null || allowed.providers.includes(target.provider.id)) &&
	(allowed.models === null || allowed.models.includes(target.model) || allowed.models.includes(targetName(target)));

function modelNotFound(input: PlanInput): GatewayError {
	const known = [
		"auto",
		...Object.keys(input.rules.aliases),
		...input.providers.flatMap(({ provider, models }) => models.flatMap((model) => [model, `${provider.id}/${model}`])),
	];
	const bare = input.model.slice(input.model.indexOf("/") + 1);
	const near = [...new Set([input.model, bare].flatMap((name) => nearMatches(name, known)))].slice(0, maxNearMatches);
	return new GatewayError("model_not_found", `The model \`${input.model.slice(0, 200)}\` is not known here.`, {
		param: "model",
		hint: near.length > 0 ? `Did you mean ${near.join(", ")}?` : "Ask GET /v1/models for the list, or use `provider/model`.",
	});
}

const forbidden = (model: string): GatewayError =>
	new GatewayError("permission_denied", `This API key may not use \`${model.slice(0, 200)}\`.`, {
		param: "model",
		hint: "Ask an admin for a key whose providers and models allow it.",
	});
