import { useState } from "preact/hooks";
import { IconButton } from "./button.tsx";
import { Field } from "./field.tsx";

interface SecretFieldProps {
	readonly label: string;
	readonly value: string;
	readonly onInput: (value: string) => void;
	readonly hint?: string;
	readonly error?: string | null | undefined;
	readonly name?: string;
}

/** For keys: hidden until it is asked for; browsers shall not keep it, nor spell it to anybody. */
export function SecretField({ label, value, onInput, hint, error, name }: SecretFieldProps) {
	const [shown, setShown] = useState(false);
	// Preact's types tie each type of input to its roles; a type that changes fits none of them.
	const type: Record<string, string> = { type: shown ? "text" : "password" };
	return (
		<Field label={label} hint={hint} error={error}>
			{({ id, describedBy, invalid }) => (
				<div class="with-button">
					<input
						id={id}
						name={name}
						class="mono"
						{...type}
						value={value}
						aria-describedby={describedBy}
						aria-invalid={invalid || undefined}
						autocomplete="off"
						autocapitalize="off"
						spellcheck={false}
						onInput={(event) => onInput(event.currentTarget.value.trim())}
					/>
					<IconButton
						icon="eye"
						label={shown ? "Hide what you typed" : "Show what you typed"}
						pressed={shown}
						onClick={() => setShown(!shown)}
					/>
				</div>
			)}
		</Field>
	);
}
