import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { arrive } from "../place/arrival.ts";

interface HeadProps {
	readonly title: string;
	readonly about?: ComponentChildren;
	readonly children?: ComponentChildren;
}

/** The head of a view: its name, a line about it, and what can be done. The name takes the focus of whoever came from within the page. */
export function Head({ title, about, children }: HeadProps) {
	const name = useRef<HTMLHeadingElement>(null);
	useEffect(() => {
		if (arrive()) name.current?.focus({ preventScroll: true });
	}, []);
	return (
		<header class="head">
			<div class="head-text">
				<h1 tabIndex={-1} ref={name}>
					{title}
				</h1>
				{about && <p class="about">{about}</p>}
			</div>
			{children && <div class="head-actions">{children}</div>}
		</header>
	);
}
