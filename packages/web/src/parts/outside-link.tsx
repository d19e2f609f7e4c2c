import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

/** A page of somebody else, in a tab of its own; only http addresses become links. */
export const OutsideLink = ({ href, children }: { readonly href: string; readonly children: ComponentChildren }) =>
	/^https?:\/\//i.test(href) ? (
		<a class="outside" href={href} target="_blank" rel="noopener noreferrer">
			{children}
			<Icon name="external" />
			<span class="unseen">(opens a new tab)</span>
		</a>
	) : (
		<span>{children}</span>
	);
