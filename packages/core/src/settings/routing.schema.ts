import * as z from "zod";

const target = z
	.string()
	.trim()
	.min(1)
	.max(200)
	.regex(/^[^\s\p{Cc}]+$/u, "must be a model id or provider/model, without spaces");
const name = target.refine((text) => !["__proto__", "auto"].includes(text), "is reserved");

/** `GET` and `PUT /admin/routing`. */
export const routingRules = z
	.strictObject({
		aliases: z.record(name, target).default({}).describe("Name to `provider/model`, bare model id or another alias"),
		fallbacks: z
			.record(name, z.array(target).min(1).max(20))
			.default({})
			.describe("Target to the targets that may answer instead, in order"),
		auto: z.array(target).max(50).default([]).describe("Targets of `auto`, in order; empty means the default order"),
	})
	.check(({ value, issues }) => {
		for (const field of ["aliases", "fallbacks"] as const) {
			if (Object.keys(value[field]).length <= 200) continue;
			issues.push({ code: "custom", message: "holds more than 200 entries", path: [field], input: value[field] });
		}
	});
export type RoutingRules = z.infer<typeof routingRules>;
