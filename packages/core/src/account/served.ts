import { modelsOf } from "@smart-router/llm/catalog/catalog.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { Account } from "./account.ts";

const mostServed = 200;

/**
 * What an account keeps of the model ids that its provider listed for it; nothing where it listed none. A login's are those of its plan. A key's are
 * kept only where no catalog has the provider's models: accounts are read at every claim, and vendors list much that is no chat model.
 */
export const servedFacts = (provider: Provider, method: Account["method"], models: readonly string[]): Pick<Account, "served"> =>
	models.length > 0 && (method !== "api_key" || modelsOf(provider.id).length === 0) ? { served: models.slice(0, mostServed) } : {};
