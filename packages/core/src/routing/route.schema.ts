import * as z from "zod";
import { tiers } from "./tiers.schema.ts";

const tier = z.enum(tiers);

/** Body of `POST /admin/route`: a chat-completions request, which is planned and not sent. */
export const routeInput = z.looseObject({
	model: z.string().min(1).max(400).default("auto"),
	messages: z.array(z.looseObject({ role: z.string() })).min(1),
	tier: tier.optional().describe("As the header X-Smart-Router-Tier would set it"),
});
export type RouteInput = z.infer<typeof routeInput>;

/** Where the request would go, in order, and why. */
export const routedPlan = z.object({
	tier: z.enum([...tiers, "EXPLICIT", "DEFAULT"]),
	score: z.number(),
	confidence: z.number().nullable(),
	reason: z.string(),
	plan: z.array(
		z.object({
			provider: z.string(),
			model: z.string(),
			eligibleAccounts: z.number(),
			wouldClaim: z.string().nullable().describe("Profile id of the account that is next"),
		}),
	),
});
export type RoutedPlan = z.infer<typeof routedPlan>;
