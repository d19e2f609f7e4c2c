import * as z from "zod";
import { providerIdText } from "../providers/provider-id.schema.ts";
import { tiers } from "./tiers.ts";

/** One model as `catalog/models.json` holds it: dated data, to be checked against the vendor's page. */
export const catalogModel = z.strictObject({
	/** Id of a built-in provider. */
	provider: providerIdText,
	id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/),
	/** The line of models that shares limits (`opus`), or the family. */
	group: z.string().min(1),
	/** Tokens of input. */
	context: z.int().positive(),
	/** Tokens of output, reasoning included. */
	maxOutput: z.int().positive(),
	/** USD per million tokens; what is missing is not known. */
	price: z.strictObject({
		input: z.number().positive(),
		output: z.number().positive(),
		cacheRead: z.number().positive().optional(),
		cacheWrite: z.number().positive().optional(),
	}),
	/** The tiers of `auto` for which the vendor positions it; missing for what a newer model has superseded. */
	suits: z.array(z.enum(tiers)).min(1).optional(),
	/** The protocols that this model alone takes, the preferred first, where it takes not all of its provider's. */
	protocols: z
		.array(z.enum(["openai-chat", "openai-responses", "anthropic-messages", "gemini"]))
		.min(1)
		.optional(),
	tools: z.boolean(),
	images: z.boolean(),
	pdf: z.boolean(),
	structuredOutput: z.boolean(),
	/** How reasoning is asked for. */
	reasoning: z.enum(["effort", "budget", "level", "none"]),
	/** Temperature, top_p and top_k are accepted. */
	sampling: z.boolean(),
});

export const catalogFile = z.strictObject({
	/** The day the data was collected. */
	asOf: z.iso.date(),
	priceUnit: z.literal("USD per million tokens"),
	models: z.array(catalogModel),
});

export type CatalogModel = z.infer<typeof catalogModel>;
