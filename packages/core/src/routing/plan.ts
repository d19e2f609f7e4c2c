import { nearMatches } from "@smart-router/llm/catalog/catalog.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { GatewayError } from "../errors.ts";
import type { RoutingRules } from "../settings/routing.schema.ts";
import { type Allowed, allows, forbidden } from "./allowed.ts";
import type { Assessment } from "./assessment.ts";
import { autoProfiles, planAuto } from "./auto.ts";
import type { AbilitiesOf } from "./capable.ts";
import { couldFallBack, fallbacksOf } from "./fallbacks.ts";
import { findTargets, unique } from "./find-targets.ts";
import { mostTargets, type Plan, type Target } from "./target.ts";

/** A provider of the workspace, and whether anything is linked to it. */
export interface PlannableProvider {
	readonly provider: Provider;
	readonly linked: boolean;
	/** Model ids known to be served there: the catalog's, an admin's list, or the provider's own. */
	readonly models: readonly string[];
	/** Those of them that no chat goes to. */
	readonly chatless: readonly string[];
}

export interface PlanInput {
	/** The `model` of the request, as the client wrote it. */
	readonly model: string;
	readonly rules: RoutingRules;
	readonly providers: readonly PlannableProvider[];
	readonly allowed: Allowed;
	/** The order of `auto` where nothing is scored. */
	readonly defaultAuto: readonly string[];
	/** What a chat asks for, found out only where it matters; missing for what is no chat. */
	readonly assess?: () => Assessment;
	readonly abilities: AbilitiesOf;
	/** Whether an account that the key reaches may serve the model at all. */
	readonly serves: (target: Target) => boolean;
	/** Whether an account that the key reaches seems claimable for the model now. */
	readonly open: (target: Target) => boolean;
}

const maxAliasSteps = 5;
const maxNearMatches = 3;

/**
 * The ordered targets of a request. Pure: the same input gives the same plan.
 * Throws `GatewayError` `model_not_found` (404, with near matches), `permission_denied` (403) when the key forbids every target,
 * `no_account_available` (503) when `auto` finds nothing linked, `unsupported_parameter` (400) when nothing linked can do what is asked.
 */
export function plan(input: PlanInput): Plan {
	const wanted = resolveAlias(input.model, input.rules.aliases);
	if (wanted === "auto") return planAuto(input, 0);
	if (!wanted.startsWith("auto:")) return planExplicit(wanted, input);
	const steps = autoProfiles(input.rules).get(wanted.slice("auto:".length));
	if (steps === undefined) throw modelNotFound(input);
	return planAuto(input, steps);
}

function resolveAlias(model: string, aliases: PlanInput["rules"]["aliases"]): string {
	let name = model;
	for (let step = 0; step < maxAliasSteps && Object.hasOwn(aliases, name); step++) name = aliases[name] ?? name;
	return name;
}

function planExplicit(wanted: string, input: PlanInput): Plan {
	const named = findTargets(wanted, input.providers);
	if (named.length === 0) throw modelNotFound(input);
	const allowed = unique([...named, ...fallbacksOf(named, input)]).filter((target) => allows(input.allowed, target));
	if (allowed.length === 0) throw forbidden(input.model);
	const reason = wanted === input.model ? "model named by the client" : `alias ${input.model}`;
	const targets = allowed.slice(0, mostTargets);
	return { targets, tier: "EXPLICIT", score: 0, confidence: null, reason, couldFallBack: couldFallBack(targets, input) };
}

function modelNotFound(input: PlanInput): GatewayError {
	const known = [
		"auto",
		...[...autoProfiles(input.rules).keys()].map((name) => `auto:${name}`),
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
