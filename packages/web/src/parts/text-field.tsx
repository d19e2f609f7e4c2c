import type { ComponentChildren } from "preact";
import { Field } from "./field.tsx";

interface TextFieldProps {
	readonly label: string;
	readonly value: string;
	readonly onInput: (value: string) => void;
	readonly hint?: ComponentChildren;
	readonly error?: string | null | undefined;
	readonly type?: "text" | "number" | "url" | "datetime-local";
	readonly placeholder?: string;
	readonly required?: boolean;
	readonly min?: number;
	readonly max?: number;
	/** Of numbers: `any` takes fractions. */
	readonly step?: "any";
	readonly mono?: boolean;
	readonly name?: string;
	/** Spoken and shown behind the control: `seconds`. */
	readonly unit?: string;
}

export function TextField({ label, value, onInput, hint, error, type = "text", mono, unit, ...rest }: TextFieldProps) {
	// Preact's types tie each type of input to its roles; a type that comes from outside fits none of them.
	const kind: Record<string, string> = { type };
	return (
		<Field label={unit ? `${label} (${unit})` : label} hint={hint} error={error}>
			{({ id, describedBy, invalid }) => (
				<input
					id={id}
					{...kind}
					class={mono ? "mono" : undefined}
					value={value}
					aria-describedby={describedBy}
					aria-invalid={invalid || undefined}
					autocomplete="off"
					spellcheck={false}
					onInput={(event) => onInput(event.currentTarget.value)}
					{...rest}
				/>
			)}
		</Field>
	);
}
