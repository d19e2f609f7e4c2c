import type { RequestRecordView } from "@smart-router/core/usage/request-record.schema.ts";
import { Ago } from "../parts/ago.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { countText } from "../parts/numbers.ts";
import { tookText } from "../parts/time.ts";
import { hashOf } from "../place/place.ts";
import { Outcome } from "./outcome.tsx";

const tokens = (count: number | null): string => (count === null ? "–" : countText(count));

const columns: readonly Column<RequestRecordView>[] = [
	{
		title: "Time",
		cell: ({ id, time }) => (
			<a class="row-link" href={hashOf(["requests", id])}>
				<Ago at={time} />
			</a>
		),
	},
	{ title: "Result", cell: (request) => <Outcome request={request} /> },
	{
		title: "Model",
		cell: ({ modelAsked, provider, model }) => (
			<>
				<div class="clip">{modelAsked}</div>
				{model && modelAsked !== `${provider}/${model}` && modelAsked !== model && <div class="soft clip">{`${provider}/${model}`}</div>}
			</>
		),
	},
	{
		title: "Account",
		cell: ({ profileId, attempts }) => (
			<>
				<div class="clip">{profileId ?? "none"}</div>
				{attempts.length > 1 && <div class="soft">{attempts.length} attempts</div>}
			</>
		),
	},
	{ title: "Tokens in", end: true, cell: ({ inputTokens }) => tokens(inputTokens) },
	{ title: "Tokens out", end: true, cell: ({ outputTokens }) => tokens(outputTokens) },
	{ title: "Took", end: true, cell: ({ latencyMs }) => tookText(latencyMs) },
];

export const RequestTable = ({ blocks }: { readonly blocks: readonly (readonly RequestRecordView[])[] }) => (
	<DataTable label="Requests" look="requests" columns={columns} blocks={blocks} idOf={({ id }) => id} />
);
