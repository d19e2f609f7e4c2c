import { providersOf } from "@smart-router/llm/catalog/catalog.ts";
import type { PlannableProvider } from "./plan.ts";
import { type Target, targetName } from "./target.ts";

/** `provider/model` (id or alias of the provider) first; else a bare id that a catalog or an admin's list knows, linked providers before others. */
export function findTargets(name: string, providers: readonly PlannableProvider[]): Target[] {
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

/** Each target once, where it stands first. */
export const unique = (targets: readonly Target[]): Target[] => [
	...new Map(targets.map((target) => [targetName(target), target])).values(),
];
