import * as z from "zod";
import { revisionText } from "../revision.schema.ts";

const target = z
	.string()
	.trim()
	.min(1)
	.max(200)
	.regex(/^[^\s\p{Cc}]+$/u, "must be a model id or provider/model, without spaces");
const name = target.refine((text) => !["__proto__", "auto"].includes(text), "is reserved");

const rules = {
	aliases: z.record(name, target).default({}).describe("Name to `provider/model`, bare model id or another alias"),
	fallbacks: z.record(name, z.array(target).min(1).max(20)).default({}).describe("Target to the targets that may answer instead, in order"),
	auto: z.array(target).max(50).default([]).describe("Targets of `auto`, in order; empty means the default order"),
};

/** How models are found and replaced. */
export type RoutingRules = z.infer<z.ZodObject<typeof rules>>;

/** Answer of `GET` and `PUT /admin/routing`. */
export const routingView = z.object({ ...rules, revision: revisionText });
export type RoutingView = z.infer<typeof routingView>;

/** Body of `PUT /admin/routing`. What `GET` answered may be sent back: its revision asks what `If-Match` asks. */
export const putRoutingInput = z.strictObject({ ...rules, revision: revisionText.optional() }).check(({ value, issues }) => {
	for (const field of ["aliases", "fallbacks"] as const) {
		if (Object.keys(value[field]).length <= 200) continue;
		issues.push({ code: "custom", message: "holds more than 200 entries", path: [field], input: value[field] });
	}
});
