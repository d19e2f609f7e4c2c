import * as z from "zod";
import { pageQuery } from "../page.schema.ts";

/** Query of `GET /admin/audit`. */
export const listAuditQuery = pageQuery;

/** `started` that stays so: the process died between the record and the end of the change. */
export const auditOutcome = z.enum(["started", "done", "failed"]);

export const auditRecordView = z.object({
	id: z.string(),
	at: z.iso.datetime(),
	keyId: z.string(),
	keyName: z.string(),
	action: z.string().describe("The `operationId` of what was asked"),
	target: z.string().describe("What it was asked of: a profile id, provider, key id; empty when all"),
	details: z.custom<z.core.util.JSONType>().describe("What was asked, secrets left out; any JSON"),
	outcome: auditOutcome,
	error: z.string().nullable().describe("The error's code when it failed"),
});
export type AuditRecordView = z.infer<typeof auditRecordView>;
