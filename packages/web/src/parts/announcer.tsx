import { signal } from "@preact/signals";

const said = signal("");

/** Says a result to whoever listens instead of looking. */
export function announce(text: string): void {
	// The same words twice are news too.
	said.value = said.value === text ? `${text}\u00a0` : text;
}

/** The page's one polite live region. */
export const Announcer = () => (
	<div class="unseen" role="status" aria-live="polite">
		{said.value}
	</div>
);
