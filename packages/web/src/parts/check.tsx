interface CheckProps {
	readonly label: string;
	readonly hint?: string;
	readonly on: boolean;
	readonly onChange: (on: boolean) => void;
}

/** One of several things that can be chosen together. */
export const Check = ({ label, hint, on, onChange }: CheckProps) => (
	<label class="check">
		<input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
		<span>
			<code>{label}</code> {hint && <span class="soft">{hint}</span>}
		</span>
	</label>
);
