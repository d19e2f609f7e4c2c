import { providerIdPattern } from "@smart-router/llm/providers/registry.ts";
import * as z from "zod";
import { pageQuery } from "../page.schema.ts";

export const providerIdText = z.string().regex(providerIdPattern, "must be 1 to 32 of a-z, 0-9 and -");
export const modelIdText = z
	.string()
	.min(1)
	.max(200)
	.regex(/^[^\s\p{Cc}]+$/u, "must be a model id without spaces");
export const baseUrlText = z.string().min(1).max(2000);

/** Protocols a custom provider may speak. */
const protocol = z.enum(["openai-chat", "openai-responses", "anthropic-messages", "gemini"], {
	error: "must be openai-chat, openai-responses, anthropic-messages or gemini",
});

/** Body of `PUT /admin/providers/{id}`. `{ baseUrl }` alone moves a built-in provider's address. */
export const putProviderInput = z.strictObject({
	protocol: protocol.optional(),
	baseUrl: baseUrlText,
	models: z.array(modelIdText).max(500).optional(),
	auth: z.enum(["bearer", "x-api-key", "x-goog-api-key"]).optional(),
	/** Where it cannot do both; clients are served as they ask all the same. */
	streaming: z.enum(["only", "never"]).optional(),
});
export type PutProviderInput = z.infer<typeof putProviderInput>;

export const listProvidersQuery = pageQuery;

export const providerView = z.object({
	id: z.string(),
	name: z.string(),
	aliases: z.array(z.string()),
	protocol: z.string(),
	baseUrl: z.string(),
	auth: z.string(),
	methods: z.array(z.enum(["api_key", "oauth", "device"])),
	models: z.array(z.string()),
	/** Null where it both streams and answers whole. */
	streaming: z.enum(["only", "never"]).nullable(),
	dashboardUrl: z.string().nullable(),
	termsNote: z.string().nullable(),
	custom: z.boolean(),
});
export type ProviderView = z.infer<typeof providerView>;
