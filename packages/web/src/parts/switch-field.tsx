import { useId } from "preact/hooks";

interface SwitchFieldProps {
	readonly label: string;
	readonly on: boolean;
	readonly onChange: (on: boolean) => void;
	readonly hint?: string;
}

export function SwitchField({ label, on, onChange, hint }: SwitchFieldProps) {
	const id = useId();
	return (
		<div class="switch-field">
			<input
				id={id}
				type="checkbox"
				role="switch"
				class="switch"
				checked={on}
				aria-checked={on}
				aria-describedby={hint && `${id}-hint`}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
			<label for={id}>{label}</label>
			{hint && (
				<p id={`${id}-hint`} class="hint">
					{hint}
				</p>
			)}
		</div>
	);
}
