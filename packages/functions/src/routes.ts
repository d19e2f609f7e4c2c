/**
 * Every endpoint of the gateway, once. `infra` builds API Gateway from it, `local` serves it, the OpenAPI document is made from it.
 * Pure data, so that `infra` may read it.
 */

import { clientRoutes } from "./client-routes.ts";

export type Scope = "proxy" | "accounts:read" | "accounts:write" | "admin";
/** One Lambda per permission set. */
export type FunctionName = "proxy" | "admin" | "login" | "web";
/** All that a stage deploys: `refresh` is called by a schedule and has no routes. */
export type DeployedFunction = FunctionName | "refresh";

export interface Route {
	/** Unique; the OpenAPI `operationId`. */
	readonly id: string;
	readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** `{name}` is one segment; `{name+}` is the rest of the path, slashes included. */
	readonly path: string;
	readonly function: FunctionName;
	/** What the caller's key must have; `public` is said, never forgotten. */
	readonly scope: Scope | "public";
	readonly summary: string;
}

export const routes = [
	...clientRoutes,

	{
		id: "listAccounts",
		method: "GET",
		path: "/admin/accounts",
		function: "admin",
		scope: "accounts:read",
		summary: "List accounts with status",
	},
	{
		id: "linkAccount",
		method: "POST",
		path: "/admin/accounts",
		function: "admin",
		scope: "accounts:write",
		summary: "Link an account by API key",
	},
	{
		id: "getAccount",
		method: "GET",
		path: "/admin/accounts/{profileId}",
		function: "admin",
		scope: "accounts:read",
		summary: "One account",
	},
	{
		id: "updateAccount",
		method: "PATCH",
		path: "/admin/accounts/{profileId}",
		function: "admin",
		scope: "accounts:write",
		summary: "Change an account's settings",
	},
	{
		id: "deleteAccount",
		method: "DELETE",
		path: "/admin/accounts/{profileId}",
		function: "login",
		scope: "accounts:write",
		summary: "Remove an account and its credential",
	},
	{
		id: "verifyAccount",
		method: "POST",
		path: "/admin/accounts/{profileId}/verify",
		function: "login",
		scope: "accounts:write",
		summary: "Check the credential with a real call",
	},
	{
		id: "replaceCredential",
		method: "POST",
		path: "/admin/accounts/{profileId}/credential",
		function: "admin",
		scope: "accounts:write",
		summary: "Replace the API key",
	},
	{
		id: "setCooldown",
		method: "PUT",
		path: "/admin/accounts/{profileId}/cooldowns/{scope+}",
		function: "admin",
		scope: "accounts:write",
		summary: "Rest an account, or one model of it, by hand",
	},
	{
		id: "clearCooldown",
		method: "DELETE",
		path: "/admin/accounts/{profileId}/cooldowns/{scope+}",
		function: "admin",
		scope: "accounts:write",
		summary: "End one cooldown",
	},
	{
		id: "clearAccountCooldowns",
		method: "DELETE",
		path: "/admin/accounts/{profileId}/cooldowns",
		function: "admin",
		scope: "accounts:write",
		summary: "End all cooldowns of an account",
	},
	{
		id: "clearCooldowns",
		method: "DELETE",
		path: "/admin/cooldowns",
		function: "admin",
		scope: "accounts:write",
		summary: "End all cooldowns, of one provider or of all",
	},

	{
		id: "listPools",
		method: "GET",
		path: "/admin/pools",
		function: "admin",
		scope: "accounts:read",
		summary: "List pools with counts and who is next",
	},
	{ id: "getPool", method: "GET", path: "/admin/pools/{provider}", function: "admin", scope: "accounts:read", summary: "One pool" },
	{
		id: "updatePool",
		method: "PATCH",
		path: "/admin/pools/{provider}",
		function: "admin",
		scope: "accounts:write",
		summary: "Change rotation settings",
	},
	{
		id: "rotatePool",
		method: "POST",
		path: "/admin/pools/{provider}/rotate",
		function: "admin",
		scope: "accounts:write",
		summary: "Make the next account primary",
	},
	{
		id: "explainPool",
		method: "GET",
		path: "/admin/pools/{provider}/explain",
		function: "admin",
		scope: "accounts:read",
		summary: "Why each account is or is not eligible",
	},

	{
		id: "listProviders",
		method: "GET",
		path: "/admin/providers",
		function: "admin",
		scope: "accounts:read",
		summary: "List providers, built-in and custom",
	},
	{
		id: "getProvider",
		method: "GET",
		path: "/admin/providers/{id}",
		function: "admin",
		scope: "accounts:read",
		summary: "One provider",
	},
	{
		id: "checkApiKey",
		method: "POST",
		path: "/admin/providers/{id}/check",
		function: "admin",
		scope: "accounts:write",
		summary: "Try an API key with a real call; nothing is kept",
	},
	{
		id: "putProvider",
		method: "PUT",
		path: "/admin/providers/{id}",
		function: "admin",
		scope: "admin",
		summary: "Make a custom provider, or change what is named of any; what is left out stays",
	},
	{
		id: "deleteProvider",
		method: "DELETE",
		path: "/admin/providers/{id}",
		function: "admin",
		scope: "admin",
		summary: "Remove a custom provider or an override",
	},

	{
		id: "getOAuthClient",
		method: "GET",
		path: "/admin/providers/{id}/oauth-client",
		function: "admin",
		scope: "admin",
		summary: "The operator's OAuth client, without its secret",
	},
	{
		id: "putOAuthClient",
		method: "PUT",
		path: "/admin/providers/{id}/oauth-client",
		function: "admin",
		scope: "admin",
		summary: "Set the operator's OAuth client, with which people sign in at the provider; what is left out stays, the secret too",
	},
	{
		id: "deleteOAuthClient",
		method: "DELETE",
		path: "/admin/providers/{id}/oauth-client",
		function: "admin",
		scope: "admin",
		summary: "Remove the operator's OAuth client",
	},

	{
		id: "startLogin",
		method: "POST",
		path: "/admin/logins",
		function: "login",
		scope: "accounts:write",
		summary: "Begin to link or re-authenticate an account by OAuth or device code",
	},
	{
		id: "getLogin",
		method: "GET",
		path: "/admin/logins/{id}",
		function: "login",
		scope: "accounts:read",
		summary: "How a login stands; a device login is looked after by this",
	},
	{
		id: "cancelLogin",
		method: "DELETE",
		path: "/admin/logins/{id}",
		function: "login",
		scope: "accounts:write",
		summary: "Cancel a login",
	},
	{
		id: "completeLogin",
		method: "POST",
		path: "/admin/logins/{id}/callback",
		function: "login",
		scope: "accounts:write",
		summary: "Hand over what the provider sent back to a loopback address or a page",
	},
	{
		id: "importLogin",
		method: "POST",
		path: "/admin/logins/import",
		function: "login",
		scope: "accounts:write",
		summary: "Link a login that was made elsewhere, from its tokens",
	},
	{
		id: "showLogin",
		method: "GET",
		path: "/login/{id}/go",
		function: "login",
		scope: "public",
		summary: "Where a person confirms that he started a login",
	},
	{
		id: "confirmLogin",
		method: "POST",
		path: "/login/{id}/go",
		function: "login",
		scope: "public",
		summary: "Confirm it and go on to the provider",
	},
	{
		id: "receiveLogin",
		method: "GET",
		path: "/login/{id}/callback",
		function: "login",
		scope: "public",
		summary: "Where the provider of this id sends the browser back to",
	},
	{ id: "showDevice", method: "GET", path: "/device", function: "login", scope: "public", summary: "Where a person enters a device code" },
	{
		id: "enterDevice",
		method: "POST",
		path: "/device",
		function: "login",
		scope: "public",
		summary: "Look at the login of a device code, then confirm it",
	},

	{
		id: "getRouting",
		method: "GET",
		path: "/admin/routing",
		function: "admin",
		scope: "accounts:read",
		summary: "Aliases, fallbacks and the order of auto",
	},
	{
		id: "routeDryRun",
		method: "POST",
		path: "/admin/route",
		function: "admin",
		scope: "accounts:read",
		summary: "Where a chat would go and why, without sending it",
	},
	{ id: "putRouting", method: "PUT", path: "/admin/routing", function: "admin", scope: "admin", summary: "Replace the routing settings" },

	{
		id: "listKeys",
		method: "GET",
		path: "/admin/keys",
		function: "admin",
		scope: "admin",
		summary: "List API keys (never the keys themselves)",
	},
	{ id: "createKey", method: "POST", path: "/admin/keys", function: "admin", scope: "admin", summary: "Make an API key, shown once" },
	{ id: "getKey", method: "GET", path: "/admin/keys/{keyId}", function: "admin", scope: "admin", summary: "One API key" },
	{
		id: "updateKey",
		method: "PATCH",
		path: "/admin/keys/{keyId}",
		function: "admin",
		scope: "admin",
		summary: "Change an API key's name, scopes, limits or expiry",
	},
	{ id: "revokeKey", method: "DELETE", path: "/admin/keys/{keyId}", function: "admin", scope: "admin", summary: "Revoke an API key" },
	{
		id: "getUsage",
		method: "GET",
		path: "/admin/usage",
		function: "admin",
		scope: "admin",
		summary: "Tokens, cost and errors by day, account, model and key",
	},
	{
		id: "listRequests",
		method: "GET",
		path: "/admin/requests",
		function: "admin",
		scope: "proxy",
		summary: "Recent requests, newest first: your key's own, with the scope admin those of all keys",
	},
	{
		id: "getRequest",
		method: "GET",
		path: "/admin/requests/{requestId}",
		function: "admin",
		scope: "proxy",
		summary: "One request with its attempts",
	},
	{
		id: "getMetrics",
		method: "GET",
		path: "/admin/metrics",
		function: "admin",
		scope: "accounts:read",
		summary: "Accounts, use of the day and counts for Prometheus",
	},
	{
		id: "listAudit",
		method: "GET",
		path: "/admin/audit",
		function: "admin",
		scope: "accounts:write",
		summary: "Who changed what, newest first: your key's own changes, with the scope admin those of all keys",
	},

	{
		id: "createSession",
		method: "POST",
		path: "/admin/session",
		function: "admin",
		scope: "accounts:read",
		summary: "Sign in at the page: a cookie for 12 hours stands for the key",
	},
	{ id: "getSession", method: "GET", path: "/admin/session", function: "admin", scope: "accounts:read", summary: "Who is signed in" },
	{ id: "deleteSession", method: "DELETE", path: "/admin/session", function: "admin", scope: "accounts:read", summary: "Sign out" },

	{ id: "home", method: "GET", path: "/", function: "web", scope: "public", summary: "The page" },
	{
		id: "getAsset",
		method: "GET",
		path: "/assets/{file}",
		function: "web",
		scope: "public",
		summary: "Script, style or picture of the page",
	},
	{ id: "getHealth", method: "GET", path: "/health", function: "web", scope: "public", summary: "Alive, and which version" },
	{ id: "sayHello", method: "HEAD", path: "/api/hello", function: "web", scope: "public", summary: "Reachable: asked by Claude Code" },
	{ id: "getOpenApi", method: "GET", path: "/openapi.json", function: "web", scope: "public", summary: "This API as OpenAPI 3.1" },
	{ id: "getDocs", method: "GET", path: "/docs", function: "web", scope: "public", summary: "This API for people to read" },
] as const satisfies readonly Route[];

export type RouteId = (typeof routes)[number]["id"];
