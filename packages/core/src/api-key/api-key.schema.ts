import * as z from "zod";
import { notEnforced } from "../not-enforced.schema.ts";
import { pageQuery } from "../page.schema.ts";
import { scopes } from "./principal.ts";

const list = (of: z.ZodType<string>) => z.array(of).min(1).max(100).nullable().optional();
const providerId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "is not a provider id");
const modelId = z.string().min(1).max(200);
const profileId = z.string().min(3).max(200);

/** Body of `POST /admin/keys`. A list that is missing is the creator's own; null asks for no restriction, which only an unrestricted creator may give. */
export const createKeyInput = z.strictObject({
	name: z.string().trim().min(1).max(100),
	scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
	expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
	providers: list(providerId),
	models: list(modelId),
	profiles: list(profileId),
	requestsPerMinute: notEnforced,
	budget: notEnforced,
});
export type CreateKeyInput = z.infer<typeof createKeyInput>;

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
	createdBy: z.string().nullable().describe("Key id of the key that made it; null for the first admin key"),
	createdAt: time,
	expiresAt: time,
	revokedAt: time,
});
export type ApiKeyView = z.infer<typeof apiKeyView>;

/** Answer of `POST /admin/keys`: the only time the key is shown. */
export const createdKey = apiKeyView.extend({ key: z.string() });
export type CreatedKey = z.infer<typeof createdKey>;
