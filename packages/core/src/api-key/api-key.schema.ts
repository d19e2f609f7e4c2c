import { providerIdText } from "@smart-router/llm/providers/provider-id.schema.ts";
import * as z from "zod";
import { changesOf } from "../changes.schema.ts";
import { pageQuery } from "../page.schema.ts";
import { revisionText } from "../revision.schema.ts";
import { scopes } from "./principal.ts";

const list = (of: z.ZodType<string>) => z.array(of).min(1).max(100).nullable().optional();
const modelId = z.string().min(1).max(200);
const profileId = z.string().min(3).max(200);

const name = z.string().trim().min(1).max(100);
const expiresAt = z.iso.datetime({ offset: true }).nullable().optional().describe("In the future");
const requestsPerMinute = z
	.int()
	.min(1)
	.max(1_000_000)
	.nullable()
	.optional()
	.describe("Requests in a minute, counted over all instances; the next one gets 429. Null means no limit");

const scopeList = z.array(z.enum(scopes)).min(1).max(scopes.length);

const spendable = z
	.strictObject({
		usd: z.number().min(0.000_001).max(1_000_000).optional(),
		tokens: z.int().positive().max(1_000_000_000_000).optional(),
		period: z.enum(["day", "month"]),
	})
	.refine(({ usd, tokens }) => usd !== undefined || tokens !== undefined, "names neither usd nor tokens");
const budget = spendable
	.nullable()
	.optional()
	.describe("USD at catalog prices, tokens in and out, or both, in a day or month of UTC; then 429. Null means no limit");

const limits = { providers: list(providerIdText), models: list(modelId), profiles: list(profileId), requestsPerMinute, budget };

/** Body of `POST /admin/keys`. A limit that is missing is the creator's own; null asks for none, which only a creator without that limit may give. */
export const createKeyInput = z.strictObject({ name, scopes: scopeList, expiresAt, ...limits });
export type CreateKeyInput = z.infer<typeof createKeyInput>;

/** Body of `PATCH /admin/keys/{keyId}`; null takes a limit away. */
export const updateKeyInput = changesOf({ name: name.optional(), scopes: scopeList.optional(), expiresAt, ...limits });
export type UpdateKeyInput = z.infer<typeof updateKeyInput>;

export const listKeysQuery = pageQuery;

const time = z.iso.datetime().nullable();

/** A key as lists show it: never the key itself. */
export const apiKeyView = z.object({
	keyId: z.string(),
	name: z.string(),
	scopes: z.array(z.enum(scopes)),
	prefix: z.string(),
	last4: z.string(),
	providers: z.array(z.string()).nullable(),
	models: z.array(z.string()).nullable(),
	profiles: z.array(z.string()).nullable(),
	requestsPerMinute: z.number().nullable(),
	budget: spendable.nullable(),
	createdBy: z.string().nullable().describe("Key id of the key that made it; null for the first admin key"),
	createdAt: time,
	expiresAt: time,
	revokedAt: time,
	revision: revisionText,
});
export type ApiKeyView = z.infer<typeof apiKeyView>;

/** Answer of `POST /admin/keys`: the only time the key is shown. */
export const createdKey = apiKeyView.extend({ key: z.string() });
export type CreatedKey = z.infer<typeof createdKey>;
