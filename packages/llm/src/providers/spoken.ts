import { findModel } from "../catalog/catalog.ts";
import type { ProtocolId } from "../protocols/protocol.ts";
import type { Provider } from "./provider.ts";

/**
 * The provider as it is best spoken to about this model by a client of this protocol: in the client's own where both take it, so that nothing is
 * translated, else in the provider's first.
 */
export function speaking(provider: Provider, model: string, client: ProtocolId): Provider {
	const own = [provider.protocol, ...(provider.alsoSpeaks ?? [])];
	const spoken = (findModel(provider.id, model)?.protocols ?? own).filter((id) => own.includes(id));
	const protocol = spoken.includes(client) ? client : (spoken[0] ?? provider.protocol);
	return protocol === provider.protocol ? provider : { ...provider, protocol };
}
