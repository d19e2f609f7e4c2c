import * as z from "zod";
import { pageQuery } from "../page.schema.ts";
import { modelIdText } from "../provider/provider.schema.ts";
import { revisionText } from "../revision.schema.ts";

const strategy = z.enum(["round-robin", "least-used", "failover-only", "drain-soonest"]);
const cooldownSeconds = z.int().min(1).max(86_400).describe("Rest after a rate limit that names no time");
const maxRetries = z.int().min(1).max(100).describe("Failures in a row before an account counts as Error");
const affinity = z.strictObject({ enabled: z.boolean(), ttlSeconds: z.int().min(1).max(86_400) });

/** Body of `PATCH /admin/pools/{provider}`: at least one field. */
export const updatePoolInput = z
	.strictObject({
		strategy: strategy.optional(),
		cooldownSeconds: cooldownSeconds.optional(),
		maxRetries: maxRetries.optional(),
		affinity: affinity.partial().optional(),
	})
	.refine((input) => Object.keys(input).length > 0, "names no field to change")
	.meta({ minProperties: 1 });
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

export const explainQuery = z.strictObject({ model: modelIdText.optional() });

/** Answer of `GET /admin/pools/{provider}/explain`. */
export const explanation = z.object({
	accounts: z.array(
		z.object({
			profileId: z.string(),
			eligible: z.boolean(),
			reasons: z.array(z.object({ code: z.string(), scope: z.string().optional(), until: z.iso.datetime().nullable().optional() })),
			rank: z.number().nullable().describe("1 is claimed next; null when it is not eligible"),
		}),
	),
});
