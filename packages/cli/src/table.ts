import { cut, widthOf } from "./width.ts";

export interface Column {
	readonly title: string;
	/** Which of several wide columns gives way first when the terminal is narrow; the lowest goes last. Default 0. */
	readonly shrink?: number;
}

/** What a server or a provider wrote never moves the cursor or colours the terminal. */
export const plain = (value: unknown): string => String(value ?? "").replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");

type Paint = (text: string, column: number, row: number) => string;

const gap = 2;
const narrowest = 8;

/** Column widths that fit into `width`: the columns that may shrink give way, in their order, down to a readable rest. Undefined when that is not enough. */
function fit(columns: readonly Column[], natural: readonly number[], width: number): readonly number[] | undefined {
	const widths = [...natural];
	let excess = natural.reduce((sum, one) => sum + one, gap * (natural.length - 1)) - width;
	const order = columns.map((column, index) => ({ index, shrink: column.shrink ?? 0 })).sort((a, b) => b.shrink - a.shrink);
	for (const { index, shrink } of order) {
		const now = widths[index] ?? 0;
		const less = shrink > 0 ? Math.max(0, Math.min(excess, now - narrowest)) : 0;
		widths[index] = now - less;
		excess -= less;
	}
	return excess > 0 ? undefined : widths;
}

/** Rows under their titles as lines of at most `width` columns; one value a line where not even that fits. `paint` colours a cell after it was measured. */
export function table(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	width: number,
	paint: Paint = (text) => text,
): string {
	const cells = [columns.map((column) => column.title), ...rows.map((row) => row.map(plain))];
	const natural = columns.map((_, index) => Math.max(...cells.map((row) => widthOf(row[index] ?? ""))));
	const widths = fit(columns, natural, width);
	if (!widths)
		return rows.map((row, index) => record(columns, row.map(plain), width, (text, column) => paint(text, column, index))).join("\n\n");
	const line = (row: readonly string[], number: number) =>
		row
			.map((text, column) => {
				const shown = cut(text, widths[column] ?? 0);
				const padding = column === row.length - 1 ? "" : " ".repeat((widths[column] ?? 0) - widthOf(shown) + gap);
				return (number < 0 ? shown : paint(shown, column, number)) + padding;
			})
			.join("")
			.trimEnd();
	return cells.map((row, index) => line(row, index - 1)).join("\n");
}

function record(
	columns: readonly Column[],
	row: readonly string[],
	width: number,
	paint: (text: string, column: number) => string,
): string {
	const names = columns.map(({ title }) => `${title}: `);
	return row
		.map((text, column) => {
			const name = names[column] ?? "";
			const room = width - widthOf(name);
			return room >= 1 ? name + paint(cut(text, room), column) : cut(name + text, width);
		})
		.join("\n");
}

/** Names and values in two columns, of at most `width`; a long value goes on in the next line. */
export function facts(entries: readonly (readonly [name: string, value: string])[], width: number): string {
	const nameWidth = Math.max(...entries.map(([name]) => widthOf(name)));
	return entries
		.flatMap(([name, value]) => {
			const lines = wrap(plain(value), Math.max(narrowest, width - nameWidth - gap));
			return lines.map((line, index) => `${(index === 0 ? name : "").padEnd(nameWidth + gap)}${line}`.trimEnd());
		})
		.join("\n");
}

/** A text as lines of at most `width` columns, cut at spaces where there are any. */
export function wrap(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	for (const word of text.split(" ")) {
		const last = lines.at(-1);
		if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines.flatMap((line) => (widthOf(line) <= width ? [line] : chunks(line, width)));
}

function chunks(text: string, width: number): readonly string[] {
	const parts = [""];
	for (const character of text) {
		const last = parts.at(-1) ?? "";
		if (last !== "" && widthOf(last + character) > width) parts.push(character);
		else parts[parts.length - 1] = last + character;
	}
	return parts;
}
