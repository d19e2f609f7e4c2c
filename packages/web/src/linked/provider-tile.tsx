const hues = 12;

/** A provider's first letters on a colour of its own. */
export function ProviderTile({ id, name }: { readonly id: string; readonly name: string }) {
	const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) % hues;
	return (
		<span class={`tile hue-${hue}`} aria-hidden="true">
			{name.slice(0, 2)}
		</span>
	);
}
