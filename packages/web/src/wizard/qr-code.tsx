import { generate } from "lean-qr";
import { toSvgPath } from "lean-qr/extras/svg";

/** Modules of white that a reader needs around a code. */
const quiet = 3;

/** Always dark on light, whatever the theme: many readers know nothing else. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
	const code = generate(text);
	const size = code.size + 2 * quiet;
	return (
		<svg class="qr" viewBox={`${-quiet} ${-quiet} ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
			<rect x={-quiet} y={-quiet} width={size} height={size} fill="#fff" />
			<path d={toSvgPath(code)} fill="#000" />
		</svg>
	);
}
