import * as z from "zod";
import { changesOf } from "../changes.schema.ts";
import { pageQuery } from "../page.schema.ts";
import { modelIdText } from "../provider/provider.schema.ts";
import { revisionText } from "../revision.schema.ts";

const strategy = z.enum(["round-robin", "least-used", "failover-only", "drain-soonest"]);
const cooldownSeconds = z.int().min(1).max(86_400).describe("Rest after a rate limit that names no time");
const maxRetries = z.int().min(1).max(100).describe("Failures in a row before an account counts as Error");
const affinity = z.strictObject({ enabled: z.boolean(), ttlSeconds: z.int().min(1).max(86_400) });

/** Body of `PATCH /admin/pools/{provider}`. */
export const updatePoolInput = changesOf({
	strategy: strategy.optional(),
	cooldownSeconds: cooldownSeconds.optional(),
	maxRetries: maxRetries.optional(),
	affinity: affinity.partial().optional(),
});
export type UpdatePoolInput = z.infer<typeof updatePoolInput>;

export const listPoolsQuery = pageQuery;

export const poolView = z.object({
	provider: z.string(),
	strategy,
	cooldownSeconds,
	maxRetries,
	affinity,
	primary: z.string().nullable(),
	next: z.string().nullable().describe("Who a request without a model would be given now"),
	counts: z.object({ verified: z.number(), cooldown: z.number(), expired: z.number(), error: z.number(), disabled: z.number() }),
	revision: revisionText,
});
export type PoolView = z.infer<typeof poolView>;

/** Answer of `POST /admin/pools/{provider}/rotate`. */
export const rotated = z.object({ previous: z.string().nullable(), primary: z.string() });

export const explainQuery = z.strictObject({
	model: modelIdText.optional(),
	session: z.string().min(1).max(500).optional().describe("A conversation as its client names it, e.g. in X-Session-Id"),
	keyId: z.string().min(1).max(100).optional().describe("Whose conversation: the id of the client's API key; your own when missing"),
});

const explainedReason = z.object({
	code: z
		.enum(["disabled", "expired", "refused", "model_not_allowed", "cooldown", "error", "concurrency_cap", "probe_due"])
		.describe("probe_due is no obstacle: the account rests, and the next request finds out whether it has to"),
	scope: z.string().optional(),
	until: z.iso.datetime().nullable().optional(),
	reason: z.string().optional(),
	source: z.string().optional().describe("Where the time came from"),
	status: z.number().optional().describe("HTTP status of the answer that caused it, 0 when none did"),
	at: z.iso.datetime().nullable().optional(),
	by: z.string().nullable().optional().describe("The attempt that found out, or the API key of whoever set it by hand"),
	evidence: z.string().optional().describe("The provider's words, redacted"),
	streak: z.number().optional(),
	probeAt: z.iso.datetime().nullable().optional(),
});

/** Answer of `GET /admin/pools/{provider}/explain`. */
export const explanation = z.object({
	accounts: z.array(
		z.object({
			profileId: z.string(),
			eligible: z.boolean(),
			reasons: z.array(explainedReason),
			rank: z.number().nullable().describe("1 is claimed next; null when it is not eligible"),
		}),
	),
	affinity: z
		.object({
			profileId: z.string(),
			until: z.iso.datetime(),
			next: z.enum(["kept", "spilled"]).describe("Whether the conversation's next request goes to its account"),
		})
		.nullable()
		.describe("The account that the conversation is bound to"),
});
