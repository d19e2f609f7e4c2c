import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";

/** The address names an account that is not there: deleted, or mistyped. */
export const Gone = ({ name, onClose }: { readonly name: string; readonly onClose: () => void }) => (
	<Dialog title="Account not found" onClose={onClose}>
		<p>
			There is no account <code>{name}</code>. It may have been deleted.
		</p>
		<DialogFoot>
			<Button onClick={onClose}>Close</Button>
		</DialogFoot>
	</Dialog>
);
