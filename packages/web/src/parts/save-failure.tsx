import type { Failure } from "../api/failure.ts";
import { Button } from "./button.tsx";
import { FailureNotice, Notice } from "./notice.tsx";

interface SaveFailureProps {
	readonly failure: Failure | null;
	/** Fills the form with what is saved now. */
	readonly onReload: () => void;
}

/** Why something was not saved. That someone else was quicker is no fault of anybody: nothing was overwritten, and there is a way on. */
export const SaveFailure = ({ failure, onReload }: SaveFailureProps) =>
	failure?.code === "precondition_failed" ? (
		<Notice
			tone="warn"
			urgent
			action={
				<Button small onClick={onReload}>
					Reload the values
				</Button>
			}
		>
			<strong>This was changed by someone else meanwhile, so nothing was saved.</strong>
			<p>Reload the values, then make your change again.</p>
		</Notice>
	) : (
		<FailureNotice failure={failure} />
	);
