import { Icon } from "../parts/icon.tsx";
import { Mark } from "../parts/mark.tsx";

/** Stands for the sidebar on narrow screens. */
export const TopBar = () => (
	<header class="top-bar">
		<button type="button" class="icon-button" popovertarget="sidebar" aria-label="Menu" title="Menu">
			<Icon name="menu" />
		</button>
		<Mark />
		<span class="top-bar-name">Smart Router</span>
	</header>
);
