/** Characters that take two columns of a terminal (Unicode's East Asian Wide and emoji), and marks that take none. */
const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const none = /^\p{M}$/u;

const columnsOf = (character: string): number => (none.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** Columns that a text without control characters takes. */
export function widthOf(text: string): number {
	let columns = 0;
	for (const character of text) columns += columnsOf(character);
	return columns;
}

/** The text in at most so many columns, its end replaced by `…` where it is cut. */
export function cut(text: string, columns: number): string {
	if (widthOf(text) <= columns) return text;
	let kept = "";
	let used = 1;
	for (const character of text) {
		used += columnsOf(character);
		if (used > columns) break;
		kept += character;
	}
	return `${kept}…`;
}
