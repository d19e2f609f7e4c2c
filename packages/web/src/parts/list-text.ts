/** What a person typed as a list: split at commas and line ends, without blanks and repetitions. */
export const listOf = (text: string): string[] => [
	...new Set(
		text
			.split(/[,\n]/)
			.map((part) => part.trim())
			.filter(Boolean),
	),
];

export const textOfList = (list: readonly string[] | null): string => (list ?? []).join(", ");

/** An empty list means no limit. */
export const listOrNull = (text: string): string[] | null => {
	const list = listOf(text);
	return list.length === 0 ? null : list;
};
