import type { CatalogModel } from "@smart-router/llm/catalog/catalog.schema.ts";
import type { Needs } from "./needs.ts";
import type { Target } from "./target.ts";

/** What the catalog tells of a model that routing asks about. */
export type ModelAbilities = Pick<
	CatalogModel,
	"tools" | "images" | "pdf" | "structuredOutput" | "context" | "maxOutput" | "price" | "suits"
>;

/** Tokens are estimated before a request is sent; they may be more by this factor. */
const reserve = 1.1;

/** What of a request the model cannot do, in words; empty when it can do the job. */
export function lacks(model: ModelAbilities, needs: Needs): string[] {
	return [
		{ missing: needs.tools && !model.tools, what: "tools" },
		{ missing: needs.images && !model.images, what: "images" },
		{ missing: needs.pdf && !model.pdf, what: "PDFs" },
		{ missing: needs.structuredOutput && !model.structuredOutput, what: "structured output" },
		{ missing: needs.tokens * reserve > model.context, what: "so long an input" },
		{ missing: needs.outputTokens > model.maxOutput, what: "so long an output" },
	]
		.filter(({ missing }) => missing)
		.map(({ what }) => what);
}

/** What is known of a provider's model; undefined for one that no catalog has. */
export type AbilitiesOf = (provider: string, model: string) => ModelAbilities | undefined;

/** What the target cannot do of what is needed; nothing is missed where nothing is known. */
export function missingAt({ provider, model }: Target, needs: Needs, abilities: AbilitiesOf): string[] {
	const known = abilities(provider.id, model);
	return known ? lacks(known, needs) : [];
}
