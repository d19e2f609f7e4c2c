import type { OAuthClientView, PutOAuthClientInput } from "@smart-router/core/provider/oauth-client.schema.ts";
import type { ProviderView, PutProviderInput } from "@smart-router/core/provider/provider.schema.ts";
import { request } from "../api/request.ts";
import { readProviders } from "../linked/data.ts";

const pathOf = (id: string): string => `admin/providers/${encodeURIComponent(id)}`;
const clientPath = (id: string): string => `${pathOf(id)}/oauth-client`;

// All throw `Failure`; each change ends with what the gateway says now. `revision`: only if nobody changed it since.

export async function putProvider(id: string, changes: PutProviderInput, revision?: string): Promise<void> {
	await request("PUT", pathOf(id), { body: changes, revision });
	await readProviders();
}

export async function deleteProvider(id: string): Promise<void> {
	await request("DELETE", pathOf(id));
	await readProviders();
}

/** Null while none is set. */
export const readClient = async ({ id, oauth }: ProviderView, signal: AbortSignal): Promise<OAuthClientView | null> =>
	oauth?.clientId ? request<OAuthClientView>("GET", clientPath(id), { signal }) : null;

export async function putClient(id: string, changes: PutOAuthClientInput, revision?: string): Promise<void> {
	await request("PUT", clientPath(id), { body: changes, revision });
	await readProviders();
}

export async function deleteClient(id: string, revision: string): Promise<void> {
	await request("DELETE", clientPath(id), { revision });
	await readProviders();
}
