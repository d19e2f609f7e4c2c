import * as z from "zod";
import { changesOf } from "../changes.schema.ts";
import { urlText } from "../http/url.schema.ts";
import { pageQuery } from "../page.schema.ts";
import { modelIdText } from "../provider/provider.schema.ts";
import { revisionText } from "../revision.schema.ts";

/** The second half of a profile id. */
export const labelText = z
	.string()
	.regex(/^[A-Za-z0-9][A-Za-z0-9._@+~-]{0,127}$/, "must begin with a letter or digit, then at most 127 of letters, digits and . _ @ + ~ -");

/** Visible ASCII only: it becomes part of a header. */
const apiKeyText = z
	.string()
	.trim()
	.min(1)
	.max(4096)
	.regex(/^[\x21-\x7e]+$/, "must be the key alone: visible ASCII characters, no spaces")
	.meta({ format: "password", writeOnly: true });

const shownText = (max: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(max)
		.regex(/^\P{Cc}+$/u, "must not hold control characters");

const providerName = z.string().min(1).max(64);
const settings = {
	enabled: z.boolean(),
	priority: z.int().min(0).max(1_000_000).describe("Lower goes first under failover-only"),
	displayName: shownText(100).nullable(),
	tags: z.array(shownText(50)).max(20),
	models: z.array(modelIdText).min(1).max(200).nullable().describe("Model ids this account may serve; null means all"),
	maxConcurrency: z.int().min(1).max(500).nullable().describe("Attempts at once; null means no cap"),
};
const method = z.literal("api_key", {
	error: ({ input }) =>
		input === "oauth" || input === "device"
			? "must be api_key; logins by OAuth and device code go through POST /admin/logins"
			: "must be api_key",
});

/** Body of `POST /admin/accounts`. */
export const linkAccountInput = z.strictObject({
	provider: providerName,
	method,
	apiKey: apiKeyText,
	label: labelText.optional(),
	baseUrl: urlText.optional(),
	verify: z.boolean().default(true),
	enabled: settings.enabled.default(true),
	priority: settings.priority.default(0),
	displayName: settings.displayName.default(null),
	tags: settings.tags.default([]),
	models: settings.models.default(null),
	maxConcurrency: settings.maxConcurrency.default(null),
});

/** Body of `PATCH /admin/accounts/{profileId}`. */
export const updateAccountInput = changesOf({
	enabled: settings.enabled.optional(),
	priority: settings.priority.optional(),
	displayName: settings.displayName.optional(),
	tags: settings.tags.optional(),
	models: settings.models.optional(),
	maxConcurrency: settings.maxConcurrency.optional(),
});
export type UpdateAccountInput = z.infer<typeof updateAccountInput>;

/** Body of `POST /admin/accounts/{profileId}/credential`. */
export const replaceCredentialInput = z.strictObject({
	apiKey: apiKeyText,
	baseUrl: urlText
		.optional()
		.describe("Where the new key may be sent; when missing the provider's address, or the account's own where it was linked to one"),
	verify: z.boolean().default(true),
});

/** Body of `POST /admin/providers/{id}/check`. */
export const checkKeyInput = z.strictObject({
	apiKey: apiKeyText,
	baseUrl: urlText.optional().describe("Where the key is tried; the provider's address when missing"),
});
export const checkedKey = z.object({ verifiedAt: z.iso.datetime() });

/** Body of `PUT /admin/accounts/{profileId}/cooldowns/{scope}`. */
export const setCooldownInput = z.strictObject({
	seconds: z.int().min(1).max(691_200).describe("At most 8 days"),
	reason: shownText(200).default("set by hand"),
});
export type SetCooldownInput = z.input<typeof setCooldownInput>;

/** What a cooldown covers: `*`, a model id, or `group:<name>`. */
export const cooldownScope = z.union([z.literal("*"), modelIdText]);

const statuses = ["verified", "cooldown", "expired", "error", "disabled"] as const;
const time = z.iso.datetime().nullable();

export const listAccountsQuery = pageQuery.extend({
	provider: providerName.optional(),
	status: z.enum(statuses).optional(),
});
export type ListAccountsQuery = z.infer<typeof listAccountsQuery>;

export const clearCooldownsQuery = z.strictObject({ provider: providerName.optional() });
export const clearedCooldowns = z.object({ cleared: z.number().describe("Cooldowns that were ended before their time") });

/** An account as the API shows it: facts and derived status, never a secret. */
export const accountView = z.object({
	profileId: z.string(),
	provider: z.string(),
	label: z.string(),
	displayName: z.string().nullable(),
	email: z.string().nullable(),
	method: z.enum(["api_key", "oauth", "device"]),
	status: z.enum(statuses),
	state: z.enum(["active", "cooldown", "expired", "error", "disabled"]),
	statusMessage: z.string().nullable(),
	enabled: z.boolean(),
	priority: z.number(),
	primary: z.boolean(),
	tags: z.array(z.string()),
	maxConcurrency: z.number().nullable(),
	models: z.array(z.string()).nullable(),
	baseUrl: z.string(),
	addressMoved: z
		.boolean()
		.describe("Linked to the provider's old address: calls go there until somebody signs in anew or replaces the key"),
	uses: z.number().describe("Claims within the last 12 to 24 hours"),
	lastUsedAt: time,
	lastVerifiedAt: time,
	tokenExpiresAt: time,
	consecutiveErrors: z.number(),
	cooldowns: z.array(
		z.object({
			scope: z.string(),
			until: z.iso.datetime(),
			reason: z.string(),
			source: z.string(),
			status: z.number(),
			at: z.iso.datetime(),
			by: z.string().nullable().describe("The attempt that met the limit, or the API key of whoever set it by hand"),
			evidence: z.string().describe("The provider's words, redacted"),
			streak: z.number().describe("Windows in a row before this one"),
			probeAt: time.describe("When one request may find out whether it still holds; null where none may"),
		}),
	),
	quota: z
		.array(z.object({ window: z.string(), usedPercent: z.number(), resetsAt: time, at: z.iso.datetime() }))
		.describe("Limits that still run, as the provider told with its last answers"),
	createdAt: time,
	updatedAt: time,
	revision: revisionText,
});
export type AccountView = z.infer<typeof accountView>;
