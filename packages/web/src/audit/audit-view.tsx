import type { AuditRecordView } from "@smart-router/core/audit/audit.schema.ts";
import { createFeed } from "../api/feed.ts";
import { Ago } from "../parts/ago.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Empty } from "../parts/empty.tsx";
import { FeedView } from "../parts/feed-view.tsx";
import { Head } from "../parts/head.tsx";
import { isAdmin } from "../session/session.ts";
import { actionWords } from "./action-words.ts";
import { AuditDetails } from "./audit-details.tsx";

const feed = createFeed<AuditRecordView>("admin/audit", ({ id }) => id);

const looks = { done: "verified", failed: "error", started: "cooldown" } as const;
const words = { done: "Done", failed: "Failed", started: "Not finished" } as const;

const columns: readonly Column<AuditRecordView>[] = [
	{ title: "Time", cell: ({ at }) => <Ago at={at} /> },
	{ title: "Who", cell: ({ keyName, keyId }) => <span title={keyId}>{keyName}</span> },
	{ title: "What", cell: ({ action }) => actionWords(action) },
	{
		title: "Of what",
		cell: (record) => (
			<>
				<div class="clip">{record.target}</div>
				<AuditDetails record={record} />
			</>
		),
	},
	{
		title: "Outcome",
		cell: ({ outcome, error }) => (
			<span class={`status ${looks[outcome]}`} title={error ?? undefined}>
				<span class="dot" />
				{words[outcome]}
			</span>
		),
	},
];

export const AuditView = () => (
	<>
		<Head
			title="Audit"
			about={`${isAdmin.value ? "Who changed what" : "What was changed with your key"}, newest first. Each record is written before its change begins; secrets are left out. Kept for 400 days.`}
		/>
		<FeedView
			feed={feed}
			noun="change"
			empty={
				<Empty icon="audit" title="Nothing was changed yet">
					<p>Every change through this page, the CLI or the API leaves a record here.</p>
				</Empty>
			}
		>
			{(blocks) => <DataTable label="Audit" look="audit" columns={columns} blocks={blocks} idOf={({ id }) => id} />}
		</FeedView>
	</>
);
