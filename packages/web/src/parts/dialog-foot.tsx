import type { ComponentChildren } from "preact";

/** The buttons of a dialog, the one that goes on last. */
export const DialogFoot = ({ children, before }: { readonly children: ComponentChildren; readonly before?: ComponentChildren }) => (
	<footer class="dialog-foot">
		<div class="dialog-foot-before">{before}</div>
		{children}
	</footer>
);
