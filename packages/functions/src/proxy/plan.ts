import { toPool } from "@smart-router/core/account/account.ts";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { AbilitiesOf } from "@smart-router/core/routing/capable.ts";
import { defaultAuto } from "@smart-router/core/routing/default-auto.ts";
import { type Linked, type LinkedPool, mayServe } from "@smart-router/core/routing/linked.ts";
import { type PlanInput, type PlannableProvider, plan } from "@smart-router/core/routing/plan.ts";
import type { Plan, Target } from "@smart-router/core/routing/target.ts";
import { anyClaimable, claimable } from "@smart-router/core/selection/hints.ts";
import { findModel, modelsOf } from "@smart-router/llm/catalog/catalog.ts";
import { modelNamed } from "@smart-router/llm/catalog/same-model.ts";
import { embeddingModelsOf } from "@smart-router/llm/embeddings/catalog.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { Deps } from "../deps.ts";

export type PlanDeps = Pick<Deps, "clock" | "linked" | "providers" | "routing">;

/** The providers of a workspace with the models known to be served there. */
export async function plannableProviders(deps: PlanDeps, workspace: string): Promise<readonly PlannableProvider[]> {
	const [providers, linked] = await Promise.all([deps.providers.get(workspace), deps.linked.get(workspace)]);
	const made = plannable.get(linked);
	if (made?.of === providers) return made.list;
	const list = providers.map((provider) => {
		const pool = linked.get(provider.id);
		const embeddingModels = embeddingModelsOf(provider.id).map(({ id }) => id);
		const chatModels = modelsOf(provider.id).map(({ id }) => id);
		const known = new Set([...chatModels, ...embeddingModels, ...provider.models, ...(pool?.models ?? [])]);
		// What a provider lists for keys may be anything: it counts only where nobody has said what is served.
		const models = known.size > 0 ? [...known] : (pool?.listed ?? []);
		return {
			provider,
			linked: pool !== undefined,
			models,
			chatless: models.filter((id) => embeddingModels.includes(id) || namesNoChatModel(id)),
		};
	});
	plannable.set(linked, { of: providers, list });
	return list;
}

/** Lists of compatible servers hold models of all kinds and tell them apart by no more than the name. */
const namesNoChatModel = (id: string): boolean => /embed|rerank|whisper|(?:^|[-/])tts|dall-e|moderation/i.test(id);

/** Made once for the facts it is made of, which are cached themselves: a request should not pay for the whole catalog. */
const plannable = new WeakMap<Linked, { readonly of: readonly Provider[]; readonly list: readonly PlannableProvider[] }>();

/** What of a request decides where it goes. */
export interface Wanted {
	/** The `model` as the client wrote it. */
	readonly model: string;
	/** Set for a chat. */
	readonly assess?: PlanInput["assess"];
	/** The order of `auto` where it is not that of chats. */
	readonly auto?: readonly string[];
}

/** The plan of a request; asked again with fresh facts before a refusal, because what was linked a moment ago must count. */
export async function planFor(deps: PlanDeps, principal: Principal, wanted: Wanted): Promise<Plan> {
	try {
		return await planNow(deps, principal, wanted);
	} catch (error) {
		if (!(error instanceof GatewayError) || error.code === "permission_denied") throw error;
		deps.linked.forget(principal.workspace);
		deps.providers.forget(principal.workspace);
		return planNow(deps, principal, wanted);
	}
}

async function planNow(deps: PlanDeps, principal: Principal, { model, assess, auto }: Wanted): Promise<Plan> {
	const facts = await planFacts(deps, principal);
	return plan({ model, ...facts, ...(assess && { assess }), ...(auto && { defaultAuto: auto, rules: { ...facts.rules, auto: [] } }) });
}

/** What plans are made of, and whom a dry run would name. */
export interface PlanFacts extends Omit<PlanInput, "model"> {
	/** Profile ids of the accounts that the key reaches and that seem claimable for the target now, the next one first. */
	readonly eligible: (target: Target) => readonly string[];
}

/** All that decides where a request of this caller may go. */
export async function planFacts(deps: PlanDeps, { workspace, providers, models, profiles }: Principal): Promise<PlanFacts> {
	const linked = await deps.linked.get(workspace);
	const now = deps.clock();
	const wantedFor = ({ provider, model }: Target) => {
		const group = findModel(provider.id, model)?.group;
		return { model, profiles, now, ...(group !== undefined && { group }) };
	};
	const poolOf = ({ provider }: Target) => linked.get(provider.id) ?? nothingLinked;
	return {
		rules: await deps.routing.get(workspace),
		providers: await plannableProviders(deps, workspace),
		allowed: { providers, models },
		defaultAuto,
		abilities: abilitiesOf,
		serves: ({ provider, model }) => servedBy(linked.get(provider.id), model, profiles),
		open: (target) => anyClaimable(poolOf(target), wantedFor(target)),
		eligible: (target) => claimable(poolOf(target), wantedFor(target)),
	};
}

const nothingLinked: Pick<LinkedPool, "pool" | "accounts"> = { pool: toPool("", ""), accounts: [] };

/** An account that the key reaches may serve the model, whatever state it is in now. */
const servedBy = (pool: LinkedPool | undefined, model: string, profiles: readonly string[] | null): boolean =>
	pool?.accounts.some((account) => account.enabled && (profiles?.includes(account.profileId) ?? true) && mayServe(account, model)) ?? false;

/** A model is the same whoever serves it: other providers' catalogs help where the provider has none. */
const abilitiesOf: AbilitiesOf = (provider, model) => findModel(provider, model) ?? modelNamed(model);
