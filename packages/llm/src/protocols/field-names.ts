/**
 * What a protocol's clients call the fields that translations name in the words of Chat Completions; those that are missing have the same name, or none.
 */
export type FieldNames = ReadonlyMap<string, string>;

export const sameNames: FieldNames = new Map();

/** A translation's warning in a client's words: only the name of a field behind `dropped:` or `changed:` is one. */
export const warningIn = (names: FieldNames, warning: string): string =>
	warning.replace(/^(dropped|changed): (\S+)/, (said, what, field) => {
		const name = names.get(field);
		return name === undefined ? said : `${what}: ${name}`;
	});
