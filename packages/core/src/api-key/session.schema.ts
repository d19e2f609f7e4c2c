import * as z from "zod";
import { scopes } from "./principal.ts";

const limit = z.array(z.string()).nullable();

/** Answer of `POST` and `GET /admin/session`: who is signed in at the page and what he may do. */
export const sessionView = z.object({
	keyId: z.string(),
	keyName: z.string(),
	workspace: z.string(),
	scopes: z.array(z.enum(scopes)),
	providers: limit,
	models: limit,
	profiles: limit,
	stage: z.string(),
	version: z.string(),
	expiresAt: z.iso.datetime().nullable().describe("When the page's session ends; null for a caller with a key of his own"),
});
export type SessionView = z.infer<typeof sessionView>;
