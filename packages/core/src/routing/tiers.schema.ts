/** For the page and the CLI; without a schema library, which would weigh there. */
export { type ScoredTier, tiers } from "@smart-router/llm/catalog/tiers.ts";
