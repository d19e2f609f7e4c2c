/**
 * An encryption context as the text that is authenticated: JSON with sorted names, so that equal contexts are equal bytes.
 * Names and values are delimited by JSON itself: no two contexts share a text.
 */
export const canonicalContext = (context: { readonly [name: string]: string | number }): string =>
	JSON.stringify(Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1)));
