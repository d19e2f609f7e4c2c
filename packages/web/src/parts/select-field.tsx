import { Field } from "./field.tsx";

interface SelectFieldProps<Value extends string> {
	readonly label: string;
	readonly value: Value;
	readonly options: readonly { readonly value: Value; readonly label: string }[];
	readonly onChange: (value: Value) => void;
	readonly hint?: string;
}

export function SelectField<Value extends string>({ label, value, options, onChange, hint }: SelectFieldProps<Value>) {
	return (
		<Field label={label} hint={hint}>
			{({ id, describedBy }) => (
				<select
					id={id}
					value={value}
					aria-describedby={describedBy}
					onChange={({ currentTarget }) => {
						const chosen = options.find((option) => option.value === currentTarget.value);
						if (chosen) onChange(chosen.value);
					}}
				>
					{options.map((option) => (
						<option key={option.value} value={option.value}>
							{option.label}
						</option>
					))}
				</select>
			)}
		</Field>
	);
}
