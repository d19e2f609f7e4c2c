import * as z from "zod";

/** What a provider's id may be: the first half of every profile id. */
export const providerIdPattern = /^[a-z0-9][a-z0-9-]{0,31}$/;
export const providerIdText = z.string().regex(providerIdPattern, "must be 1 to 32 of a-z, 0-9 and -, the first of them no -");
