import type { ComponentChildren } from "preact";
import { Button } from "../parts/button.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";

/** Back on the left, the way on on the right. */
export const StepFoot = ({ onBack, children }: { readonly onBack?: () => void; readonly children?: ComponentChildren }) => (
	<DialogFoot
		before={
			onBack && (
				<Button look="quiet" icon="back" onClick={onBack}>
					Back
				</Button>
			)
		}
	>
		{children}
	</DialogFoot>
);
