import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface LinkButtonProps {
	readonly href: string;
	readonly children: ComponentChildren;
	readonly look?: "primary" | "plain" | "quiet";
	readonly small?: boolean;
	readonly icon?: IconName;
}

/** Looks like a button and goes somewhere. */
export const LinkButton = ({ href, children, look = "plain", small, icon }: LinkButtonProps) => (
	<a class={`button ${look}${small ? " small" : ""}`} href={href}>
		{icon && <Icon name={icon} />}
		<span>{children}</span>
	</a>
);

/** The same with a picture only. */
export const IconLink = ({
	href,
	label,
	icon,
	danger,
}: {
	readonly href: string;
	readonly label: string;
	readonly icon: IconName;
	readonly danger?: boolean;
}) => (
	<a class={`icon-button${danger ? " danger" : ""}`} href={href} aria-label={label} title={label}>
		<Icon name={icon} />
	</a>
);
