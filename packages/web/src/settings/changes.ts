import type { PutOAuthClientInput } from "@smart-router/core/provider/oauth-client.schema.ts";
import type { PutProviderInput } from "@smart-router/core/provider/provider.schema.ts";
import { request } from "../api/request.ts";
import { readProviders } from "../linked/data.ts";

const pathOf = (id: string): string => `admin/providers/${encodeURIComponent(id)}`;

// All throw `Failure`; each ends with what the gateway says now.

export async function putProvider(id: string, input: Partial<PutProviderInput>): Promise<void> {
	await request("PUT", pathOf(id), { body: input });
	await readProviders();
}

export async function deleteProvider(id: string): Promise<void> {
	await request("DELETE", pathOf(id));
	await readProviders();
}

export async function putClient(id: string, input: PutOAuthClientInput): Promise<void> {
	await request("PUT", `${pathOf(id)}/oauth-client`, { body: input });
	await readProviders();
}

export async function deleteClient(id: string): Promise<void> {
	await request("DELETE", `${pathOf(id)}/oauth-client`);
	await readProviders();
}
