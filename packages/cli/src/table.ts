export interface Column {
	readonly title: string;
	/** Which of several wide columns gives way first when the terminal is narrow; the lowest goes last. Default 0. */
	readonly shrink?: number;
}

/** What a server or a provider wrote never moves the cursor or colours the terminal. */
export const plain = (value: unknown): string => String(value ?? "").replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");

const lengthOf = (text: string): number => [...text].length;
const cut = (text: string, width: number): string =>
	lengthOf(text) <= width ? text : `${[...text].slice(0, Math.max(0, width - 1)).join("")}…`;

const gap = 2;
const narrowest = 8;

/** Column widths that fit into `width`: the columns that may shrink give way, in their order, down to a readable rest. */
function fit(columns: readonly Column[], natural: readonly number[], width: number): readonly number[] {
	const widths = [...natural];
	let excess = natural.reduce((sum, one) => sum + one, gap * (natural.length - 1)) - width;
	const order = columns.map((column, index) => ({ index, shrink: column.shrink ?? 0 })).sort((a, b) => b.shrink - a.shrink);
	for (const { index, shrink } of order) {
		const now = widths[index] ?? 0;
		const less = shrink > 0 ? Math.max(0, Math.min(excess, now - narrowest)) : 0;
		widths[index] = now - less;
		excess -= less;
	}
	return widths;
}

/** Rows under their titles as lines of at most `width` characters. `paint` colours a cell after it was measured. */
export function table(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	width: number,
	paint: (text: string, column: number, row: number) => string = (text) => text,
): string {
	const cells = [columns.map((column) => column.title), ...rows.map((row) => row.map(plain))];
	const natural = columns.map((_, index) => Math.max(...cells.map((row) => lengthOf(row[index] ?? ""))));
	const widths = fit(columns, natural, width);
	const line = (row: readonly string[], number: number) =>
		row
			.map((text, column) => {
				const shown = cut(text, widths[column] ?? 0);
				const padding = column === row.length - 1 ? "" : " ".repeat((widths[column] ?? 0) - lengthOf(shown) + gap);
				return (number < 0 ? shown : paint(shown, column, number)) + padding;
			})
			.join("")
			.trimEnd();
	return cells.map((row, index) => line(row, index - 1)).join("\n");
}
