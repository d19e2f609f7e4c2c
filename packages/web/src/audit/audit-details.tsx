import type { AuditRecordView } from "@smart-router/core/audit/audit.schema.ts";

/** What was asked, as it was sent; nothing when nothing was. */
export function AuditDetails({ record: { details, error } }: { readonly record: AuditRecordView }) {
	const asked = shown(details);
	if (!asked && !error) return null;
	return (
		<details class="audit-details">
			<summary>Details</summary>
			{error && <p>Error: {error}</p>}
			{asked && <pre>{asked}</pre>}
		</details>
	);
}

function shown(details: AuditRecordView["details"]): string | undefined {
	if (details === null || typeof details !== "object" || Object.keys(details).length === 0) return undefined;
	return JSON.stringify("body" in details ? details.body : details, null, 2);
}
