import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";

/** px of a row that was never laid out. */
const rowHeight = 44;

export interface Column<Row> {
	readonly title: string;
	readonly cell: (row: Row) => ComponentChildren;
	/** Numbers stand at the right. */
	readonly end?: boolean;
}

interface DataTableProps<Row> {
	readonly label: string;
	/** Its column widths, in the style sheet. */
	readonly look: string;
	readonly columns: readonly Column<Row>[];
	/** Blocks out of sight are not laid out, so that ten thousand rows scroll like ten. */
	readonly blocks: readonly (readonly Row[])[];
	readonly idOf: (row: Row) => string;
	readonly classOf?: (row: Row) => string;
}

/** Rows under columns. The style sheet lays them out as grids: the parts of a true table cannot skip their layout. `columns` must be a constant. */
export const DataTable = <Row,>({ label, look, columns, blocks, ...rest }: DataTableProps<Row>) => (
	<table class={`data-table ${look}`} aria-label={label}>
		<thead class="data-head">
			<tr class="data-row">
				{columns.map(({ title, end }) => (
					<th key={title} scope="col" class={end ? "end" : undefined}>
						{title}
					</th>
				))}
			</tr>
		</thead>
		{blocks.map((rows, index) => (
			// A block is known by its place: what was read before it does not change.
			<Block key={String(index)} rows={rows} columns={columns} {...rest} />
		))}
	</table>
);

interface BlockProps<Row> extends Pick<DataTableProps<Row>, "columns" | "idOf" | "classOf"> {
	readonly rows: readonly Row[];
}

function Block<Row>({ rows, columns, idOf, classOf }: BlockProps<Row>) {
	const drawn = useMemo(
		() =>
			rows.map((row) => (
				<tr key={idOf(row)} class={`data-row ${classOf?.(row) ?? ""}`}>
					{columns.map(({ title, cell, end }) => (
						<td key={title} class={end ? "end" : undefined}>
							{cell(row)}
						</td>
					))}
				</tr>
			)),
		[rows, columns],
	);
	return (
		<tbody class="data-block" style={{ containIntrinsicBlockSize: `auto ${rows.length * rowHeight}px` }}>
			{drawn}
		</tbody>
	);
}
