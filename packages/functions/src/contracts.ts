import {
	accountView,
	checkedKey,
	clearCooldownsQuery,
	clearedCooldowns,
	listAccountsQuery,
	setCooldownInput,
	updateAccountInput,
} from "@smart-router/core/account/account.schema.ts";
import { checkKeyBody, linkAccountBody, replaceCredentialBody } from "@smart-router/core/account/bodies.ts";
import { explainQuery, explanation, listPoolsQuery, poolView, rotated, updatePoolInput } from "@smart-router/core/account/pool.schema.ts";
import { apiKeyView, createdKey, createKeyInput, listKeysQuery, updateKeyInput } from "@smart-router/core/api-key/api-key.schema.ts";
import { sessionView } from "@smart-router/core/api-key/session.schema.ts";
import { auditRecordView, listAuditQuery } from "@smart-router/core/audit/audit.schema.ts";
import { completeLoginBody, importLoginBody } from "@smart-router/core/login/bodies.ts";
import { loginView, startLoginInput } from "@smart-router/core/login/login.schema.ts";
import { pageOf } from "@smart-router/core/page.schema.ts";
import { oauthClientView } from "@smart-router/core/provider/oauth-client.schema.ts";
import { putOAuthClientBody } from "@smart-router/core/provider/oauth-client-body.ts";
import { listProvidersQuery, providerView, putProviderInput } from "@smart-router/core/provider/provider.schema.ts";
import { routedPlan, routeInput } from "@smart-router/core/routing/route.schema.ts";
import { putRoutingInput, routingView } from "@smart-router/core/settings/routing.schema.ts";
import { listRequestsQuery, requestRecordView } from "@smart-router/core/usage/request-record.schema.ts";
import { usageQuery, usageView } from "@smart-router/core/usage/usage.schema.ts";
import * as z from "zod";
import { expositionType } from "./metrics/exposition.ts";
import type { RouteId, routes } from "./routes.ts";

/** What an operation of the admin API takes and gives. */
export interface Contract {
	/** The answer's status when all is well; without `answer` it has no body. */
	readonly status: 200 | 201 | 204;
	readonly query?: z.ZodType;
	readonly body?: z.ZodType;
	readonly answer?: z.ZodType;
	/** The answer's media type, where it is a text and no JSON. */
	readonly answerType?: string;
	/** It honours `If-Match`; elsewhere the header is refused. */
	readonly ifMatch?: true;
	/** A POST that changes nothing, and whose body may hold a prompt: it leaves no audit record. */
	readonly reads?: true;
}

/** Pages for browsers are no operations. */
type AdminRouteId = Extract<(typeof routes)[number], { function: "admin" | "login"; path: `/admin/${string}` }>["id"];

/** One contract for each operation: requests are read by it, the OpenAPI document is made from it. */
export const contracts = {
	listAccounts: { status: 200, query: listAccountsQuery, answer: pageOf(accountView) },
	linkAccount: { status: 201, body: linkAccountBody, answer: accountView },
	getAccount: { status: 200, answer: accountView },
	updateAccount: { status: 200, body: updateAccountInput, answer: accountView, ifMatch: true },
	deleteAccount: { status: 204, ifMatch: true },
	verifyAccount: { status: 200, answer: accountView },
	replaceCredential: { status: 200, body: replaceCredentialBody, answer: accountView },
	setCooldown: { status: 200, body: setCooldownInput, answer: accountView },
	clearCooldown: { status: 200, answer: accountView },
	clearAccountCooldowns: { status: 200, answer: accountView },
	clearCooldowns: { status: 200, query: clearCooldownsQuery, answer: clearedCooldowns },

	listPools: { status: 200, query: listPoolsQuery, answer: pageOf(poolView) },
	getPool: { status: 200, answer: poolView },
	updatePool: { status: 200, body: updatePoolInput, answer: poolView, ifMatch: true },
	rotatePool: { status: 200, answer: rotated },
	explainPool: { status: 200, query: explainQuery, answer: explanation },

	listProviders: { status: 200, query: listProvidersQuery, answer: pageOf(providerView) },
	checkApiKey: { status: 200, body: checkKeyBody, answer: checkedKey },
	getProvider: { status: 200, answer: providerView },
	putProvider: { status: 200, body: putProviderInput, answer: providerView, ifMatch: true },
	deleteProvider: { status: 204, ifMatch: true },

	getOAuthClient: { status: 200, answer: oauthClientView },
	putOAuthClient: { status: 200, body: putOAuthClientBody, answer: oauthClientView, ifMatch: true },
	deleteOAuthClient: { status: 204, ifMatch: true },

	startLogin: { status: 201, body: startLoginInput, answer: loginView },
	getLogin: { status: 200, answer: loginView },
	cancelLogin: { status: 204 },
	completeLogin: { status: 200, body: completeLoginBody, answer: loginView },
	importLogin: { status: 201, body: importLoginBody, answer: accountView },

	routeDryRun: { status: 200, body: routeInput, answer: routedPlan, reads: true },
	getRouting: { status: 200, answer: routingView },
	putRouting: { status: 200, body: putRoutingInput, answer: routingView, ifMatch: true },

	listKeys: { status: 200, query: listKeysQuery, answer: pageOf(apiKeyView) },
	createKey: { status: 201, body: createKeyInput, answer: createdKey },
	getKey: { status: 200, answer: apiKeyView },
	updateKey: { status: 200, body: updateKeyInput, answer: apiKeyView, ifMatch: true },
	revokeKey: { status: 204, ifMatch: true },
	getUsage: { status: 200, query: usageQuery, answer: usageView },
	listRequests: { status: 200, query: listRequestsQuery, answer: pageOf(requestRecordView) },
	getRequest: { status: 200, answer: requestRecordView },
	getMetrics: { status: 200, answer: z.string(), answerType: expositionType },
	listAudit: { status: 200, query: listAuditQuery, answer: pageOf(auditRecordView) },

	createSession: { status: 201, answer: sessionView },
	getSession: { status: 200, answer: sessionView },
	deleteSession: { status: 204 },
} as const satisfies Record<AdminRouteId, Contract>;

export type Contracts = typeof contracts;

/** The contract of a route; routes of the other functions have none. */
export const contractOf = (id: RouteId): Contract | undefined => (contracts as Partial<Record<RouteId, Contract>>)[id];
