import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

/** Nothing here yet, and how that changes. */
export const Empty = ({
	icon,
	title,
	children,
}: {
	readonly icon: IconName;
	readonly title: string;
	readonly children: ComponentChildren;
}) => (
	<div class="empty">
		<span class="empty-icon">
			<Icon name={icon} />
		</span>
		<h2>{title}</h2>
		{children}
	</div>
);
