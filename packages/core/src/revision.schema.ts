import * as z from "zod";

/** A thing's revision as the API shows it; `revision.ts` says what it is. */
export const revisionText = z.string().describe("A new one with every change by an admin; also the ETag, which If-Match takes");
