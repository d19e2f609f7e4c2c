import * as z from "zod";

/** A field of the design that nothing enforces yet: given, it is refused, so that nobody relies on a limit that does not hold. */
export const notEnforced = z.undefined({ error: "is not enforced yet, so it is refused instead of being stored silently" }).optional();
