import { useState } from "preact/hooks";

/** For a form over what others change too: `edition` is its key, so that `reload`, after it has read, begins it anew. */
export function useEdition(read: () => Promise<void>): { readonly edition: number; readonly reload: () => Promise<void> } {
	const [edition, setEdition] = useState(0);
	const reload = async (): Promise<void> => {
		await read();
		setEdition(edition + 1);
	};
	return { edition, reload };
}
