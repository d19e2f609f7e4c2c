/** Prints rows under a title as an aligned text table. */
export function printTable(title: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
	const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
	const line = (cells: readonly string[]): string =>
		cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ");
	console.log([`\n${title}`, line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n"));
}

export const fixed = (value: number, digits = 2): string => value.toFixed(digits);
export const ratio = (value: number): string => `${value.toFixed(2)} x`;
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
