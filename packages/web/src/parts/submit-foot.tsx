import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { DialogFoot } from "./dialog-foot.tsx";

interface SubmitFootProps {
	/** What the button does, and what it says while that runs. */
	readonly words: readonly [todo: string, doing: string];
	readonly busy: boolean;
	readonly onCancel: () => void;
	readonly disabled?: boolean;
	readonly before?: ComponentChildren;
}

/** The end of a form in a dialog. */
export const SubmitFoot = ({ words: [todo, doing], busy, onCancel, disabled = false, before }: SubmitFootProps) => (
	<DialogFoot before={before}>
		<Button onClick={onCancel}>Cancel</Button>
		<Button look="primary" type="submit" busy={busy} disabled={disabled}>
			{busy ? doing : todo}
		</Button>
	</DialogFoot>
);
