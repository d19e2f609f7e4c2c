import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { DialogFoot } from "./dialog-foot.tsx";

interface GoneProps {
	readonly title: string;
	readonly onClose: () => void;
	readonly children: ComponentChildren;
}

/** The address names something that is not there: deleted, or mistyped. */
export const Gone = ({ title, onClose, children }: GoneProps) => (
	<Dialog title={title} onClose={onClose}>
		<p>{children}</p>
		<DialogFoot>
			<Button onClick={onClose}>Close</Button>
		</DialogFoot>
	</Dialog>
);
