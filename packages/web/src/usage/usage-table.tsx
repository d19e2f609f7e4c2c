import type { UsageView } from "@smart-router/core/usage/usage.schema.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { countText } from "../parts/numbers.ts";
import { textOf } from "./days.ts";

export type Group = "account" | "model" | "key";
type Row = UsageView["data"][number];

const titleOf: Readonly<Record<Group, string>> = { account: "Account", model: "Model", key: "API key" };

const sums: readonly Column<Row>[] = [
	{ title: "Requests", end: true, cell: ({ requests }) => countText(requests) },
	{ title: "Errors", end: true, cell: ({ errors }) => countText(errors) },
	{ title: "Tokens in", end: true, cell: ({ inputTokens }) => countText(inputTokens) },
	{ title: "Tokens out", end: true, cell: ({ outputTokens }) => countText(outputTokens) },
	{
		title: "Cost",
		end: true,
		cell: ({ costUsd, estimatedRequests }) => `${estimatedRequests > 0 ? "~" : ""}${textOf("costUsd", costUsd)}`,
	},
];

/** Constants, as the table asks for: one set of columns for each group. */
const columnsOf = Object.fromEntries(
	(["account", "model", "key"] as const).map((group) => [
		group,
		[{ title: titleOf[group], cell: (row: Row) => <div class="clip">{row[group] ?? "none"}</div> }, ...sums],
	]),
) as unknown as Readonly<Record<Group, readonly Column<Row>[]>>;

export const UsageTable = ({ group, rows }: { readonly group: Group; readonly rows: readonly Row[] }) => (
	<DataTable
		label={`Usage by ${titleOf[group].toLowerCase()}`}
		look="usage"
		columns={columnsOf[group]}
		blocks={[rows]}
		idOf={(row) => row[group] ?? ""}
	/>
);
