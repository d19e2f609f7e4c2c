import * as z from "zod";
import { pageQuery } from "../page.schema.ts";

/** Query of `GET /admin/requests`. */
export const listRequestsQuery = pageQuery;

const count = z.number().nullable();

/** A client request as lists show it. */
export const requestRecordView = z.object({
	id: z.string(),
	time: z.iso.datetime(),
	keyId: z.string(),
	protocol: z.string(),
	modelAsked: z.string(),
	provider: z.string().nullable(),
	model: z.string().nullable(),
	profileId: z.string().nullable(),
	tier: z.string().optional(),
	score: z.number().optional(),
	confidence: count.optional(),
	reason: z.string().optional(),
	status: z.number(),
	outcome: z.enum(["ok", "error", "aborted", "broken"]),
	attempts: z.array(
		z.object({
			attemptId: z.string(),
			profileId: z.string(),
			provider: z.string(),
			model: z.string(),
			verdict: z.string(),
			status: z.number(),
			ms: z.number(),
		}),
	),
	inputTokens: count,
	outputTokens: count,
	cachedInputTokens: count.optional(),
	costUsd: count.optional().describe("At the catalog's price of the day"),
	estimated: z.boolean().optional().describe("Counts or prices are not the provider's own"),
	latencyMs: z.number(),
});
export type RequestRecordView = z.infer<typeof requestRecordView>;
