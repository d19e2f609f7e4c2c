import { isDeepStrictEqual } from "node:util";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { Clock } from "../clock.ts";
import { reveal } from "../credential/secret.ts";
import { GatewayError } from "../errors.ts";
import type { CheckBaseUrl } from "../http/base-url.ts";
import { type Envelope, sealText } from "../keys/envelope.ts";
import type { Keys } from "../keys/keys.ts";
import { removeRevised, replaceRevised } from "../revised.ts";
import type { Expected } from "../revision.ts";
import type { Item, Store } from "../store/store.ts";
import { bindingOf, clientKey, contextOf, type StoredOAuthClient, toClient } from "./oauth-client.ts";
import type { PutOAuthClientBody } from "./oauth-client-body.ts";
import { checkEndpoint, type EndpointName, endpointNames, endpointsOf, type OAuthEndpoints, type OwnEndpoints } from "./oauth-endpoints.ts";

interface Deps {
	readonly store: Store;
	readonly keys: Keys;
	readonly clock: Clock;
	readonly checkBaseUrl: CheckBaseUrl;
}

type Content = Omit<StoredOAuthClient, "revision">;

/**
 * Sets the operator's client, or changes what is named of it: what is left out stays, the secret too, and null takes it back. Every address is checked
 * like a base URL. Throws `GatewayError` invalid_request naming the field, precondition_failed; `KeysError`.
 */
export async function putOAuthClient(
	deps: Deps,
	workspace: string,
	provider: Provider,
	input: PutOAuthClientBody,
	expected?: Expected,
): Promise<StoredOAuthClient> {
	const key = clientKey(workspace, provider.id);
	const change = async (item: Item | undefined): Promise<Content> => {
		const before = toClient(item);
		const clientId = input.clientId ?? before?.clientId;
		if (clientId === undefined) throw needed("clientId", `No OAuth client of ${provider.name} is set yet, so clientId is needed.`);
		const own = ownEndpoints(deps, input, before?.own);
		const place = { workspace, provider: provider.id, clientId, own, endpoints: reachable(provider, own) };
		return {
			...place,
			clientAuth: input.clientAuth ?? before?.clientAuth ?? "client_secret_post",
			scopes: changed(input.scopes, before?.scopes),
			redirectUri: changed(input.redirectUri, before?.redirectUri),
			secret: await secretOf(deps, input, place, before),
			updatedAt: deps.clock(),
		};
	};
	return (await replaceRevised(deps, key, expected, change)) as unknown as StoredOAuthClient;
}

/** Throws `GatewayError` not_found, precondition_failed. */
export const deleteOAuthClient = (deps: Pick<Deps, "store">, workspace: string, provider: string, expected?: Expected): Promise<void> =>
	removeRevised(deps, clientKey(workspace, provider), expected, clientNotFound);

export const clientNotFound = (): GatewayError =>
	new GatewayError("not_found", "No OAuth client is configured for this provider.", { param: "id" });

/** What is left out stays as it was; null is as if it had never been set. */
const changed = <T>(given: T | null | undefined, before: T | null = null): T | null => (given === undefined ? before : given);

function ownEndpoints({ checkBaseUrl }: Deps, input: PutOAuthClientBody, before: OwnEndpoints | undefined): OwnEndpoints {
	const entries = endpointNames.map((name) => {
		const url = changed(input[name], before?.[name]);
		return [name, url === null ? null : checkEndpoint(checkBaseUrl, url, name)];
	});
	return Object.fromEntries(entries) as OwnEndpoints;
}

/** Throws when nobody says where tokens come from, or where people are sent. */
function reachable({ name, oauth }: Provider, own: OwnEndpoints): OAuthEndpoints {
	const unknown = (param: EndpointName) => needed(param, `${name} has no built-in OAuth server, so ${param} is needed.`);
	const endpoints = endpointsOf(own, oauth);
	if (endpoints === undefined) throw unknown("tokenUrl");
	if (endpoints.authorizeUrl === "" && endpoints.deviceUrl === null) throw unknown("authorizeUrl");
	return endpoints;
}

const needed = (param: string, message: string): GatewayError => new GatewayError("invalid_request", message, { param });

type Sealable = Pick<StoredOAuthClient, "workspace" | "provider" | "clientId" | "endpoints">;

/** The admin function seals and cannot open, so a stored secret stays with the client id and the endpoints it was sealed for. */
async function secretOf(
	{ keys }: Deps,
	{ clientSecret }: PutOAuthClientBody,
	place: Sealable,
	before: StoredOAuthClient | undefined,
): Promise<Envelope | null> {
	if (clientSecret) return sealText(keys, contextOf(place), bindingOf(place), reveal(clientSecret));
	if (clientSecret === null || !before?.secret) return null;
	if (isDeepStrictEqual(bindingOf(before), bindingOf(place))) return before.secret;
	throw new GatewayError("invalid_request", "The stored client secret belongs to another client id or to other endpoints.", {
		param: "clientSecret",
		hint: "Send clientSecret along, or null if the client has none.",
	});
}
