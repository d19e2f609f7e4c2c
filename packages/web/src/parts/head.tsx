import type { ComponentChildren } from "preact";

/** The head of a view: its name, a line about it, and what can be done. */
export const Head = ({
	title,
	about,
	children,
}: {
	readonly title: string;
	readonly about?: ComponentChildren;
	readonly children?: ComponentChildren;
}) => (
	<header class="head">
		<div class="head-text">
			<h1 tabIndex={-1}>{title}</h1>
			{about && <p class="about">{about}</p>}
		</div>
		{children && <div class="head-actions">{children}</div>}
	</header>
);
