import * as z from "zod";
import { revisionText } from "../revision.schema.ts";

const target = z
	.string()
	.trim()
	.min(1)
	.max(200)
	.regex(/^[^\s\p{Cc}]+$/u, "must be a model id or provider/model, without spaces");
const name = target.refine((text) => !["__proto__", "auto"].includes(text) && !text.startsWith("auto:"), "is reserved");

const profileName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "must be lower-case letters, digits and hyphens, 32 at most");
const targets = z.array(target).max(50);
const tierTargets = targets.default([]);

const rules = {
	aliases: z.record(name, target).default({}).describe("Name to `provider/model`, bare model id or another alias"),
	fallbacks: z.record(name, z.array(target).min(1).max(20)).default({}).describe("Target to the targets that may answer instead, in order"),
	defaultFallback: z
		.enum(["none", "same-model", "auto"])
		.default("none")
		.describe(
			"Who may answer for a named model that cannot, after its `fallbacks`: nobody, the same model at other providers, or after that whatever `auto` takes",
		),
	auto: targets.default([]).describe("One order of targets for `auto`, whatever the tier; empty means that the tiers decide"),
	tiers: z
		.strictObject({ SIMPLE: tierTargets, MEDIUM: tierTargets, COMPLEX: tierTargets, REASONING: tierTargets })
		.prefault({})
		.describe("Targets by tier, in order; an empty tier goes by the dated catalog"),
	profiles: z
		.record(profileName, z.strictObject({ shift: z.int().min(-3).max(3) }))
		.default({})
		.describe("Name to the tiers that `auto:<name>` moves up, or down below 0; eco (-1) and premium (1) are built in"),
};

/** How models are found and replaced. */
export type RoutingRules = z.infer<z.ZodObject<typeof rules>>;

/** Answer of `GET` and `PUT /admin/routing`. */
export const routingView = z.object({ ...rules, revision: revisionText });
export type RoutingView = z.infer<typeof routingView>;

/** Body of `PUT /admin/routing`. What `GET` answered may be sent back: its revision asks what `If-Match` asks. */
export const putRoutingInput = z.strictObject({ ...rules, revision: revisionText.optional() }).check(({ value, issues }) => {
	for (const field of ["aliases", "fallbacks", "profiles"] as const) {
		if (Object.keys(value[field]).length <= 200) continue;
		issues.push({ code: "custom", message: "holds more than 200 entries", path: [field], input: value[field] });
	}
});
