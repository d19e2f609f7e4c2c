import type { ApiKeyView } from "@smart-router/core/api-key/api-key.schema.ts";
import { Ago } from "../parts/ago.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { IconLink } from "../parts/link-button.tsx";
import { fullTime } from "../parts/time.ts";
import { hashOf } from "../place/place.ts";
import { limitsOf } from "./limits.ts";

const columns: readonly Column<ApiKeyView>[] = [
	{
		title: "Name",
		cell: ({ name, prefix, last4 }) => (
			<>
				<div class="clip">
					<strong>{name}</strong>
				</div>
				<div class="soft mono clip">{`${prefix}…${last4}`}</div>
			</>
		),
	},
	{ title: "Scopes", cell: ({ scopes }) => scopes.join(", ") },
	{
		title: "Limits",
		cell: (key) => (
			<div class="soft few-lines" title={limitsOf(key).join(" · ")}>
				{limitsOf(key).join(" · ") || "none"}
			</div>
		),
	},
	{
		title: "State",
		cell: ({ revokedAt, expiresAt, createdAt }) =>
			revokedAt ? (
				<span class="status disabled" title={fullTime(revokedAt)}>
					<span class="dot" /> Revoked
				</span>
			) : expiresAt && Date.parse(expiresAt) <= Date.now() ? (
				<span class="status expired" title={fullTime(expiresAt)}>
					<span class="dot" /> Expired
				</span>
			) : (
				<>
					<span class="status verified">
						<span class="dot" /> Active
					</span>
					<div class="soft">{createdAt && <Ago at={createdAt} />}</div>
				</>
			),
	},
	{
		title: "Actions",
		end: true,
		cell: ({ keyId, name, revokedAt }) =>
			!revokedAt && (
				<>
					<IconLink icon="edit" label={`Edit ${name}`} href={hashOf(["keys", "edit", keyId])} />
					<IconLink icon="trash" label={`Revoke ${name}`} href={hashOf(["keys", "revoke", keyId])} danger />
				</>
			),
	},
];

export const KeyTable = ({ keys }: { readonly keys: readonly ApiKeyView[] }) => (
	<DataTable
		label="Keys"
		look="keys"
		columns={columns}
		blocks={[keys]}
		idOf={({ keyId }) => keyId}
		classOf={({ revokedAt }) => (revokedAt ? "revoked" : "")}
	/>
);
