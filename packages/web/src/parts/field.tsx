import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface FieldProps {
	readonly label: string;
	readonly hint?: ComponentChildren;
	readonly error?: string | null | undefined;
	/** Draws the control with the ids that tie it to its words. */
	readonly children: (ids: {
		readonly id: string;
		readonly describedBy: string | undefined;
		readonly invalid: boolean;
	}) => ComponentChildren;
}

/** A control with its label, a line of help, and what is wrong with it. */
export function Field({ label, hint, error, children }: FieldProps) {
	const id = useId();
	const hintId = `${id}-hint`;
	const errorId = `${id}-error`;
	const describedBy = [hint ? hintId : "", error ? errorId : ""].filter(Boolean).join(" ") || undefined;
	return (
		<div class="field">
			<label for={id}>{label}</label>
			{children({ id, describedBy, invalid: Boolean(error) })}
			{hint && (
				<p id={hintId} class="hint">
					{hint}
				</p>
			)}
			{error && (
				<p id={errorId} class="field-error" role="alert">
					{error}
				</p>
			)}
		</div>
	);
}
