import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface Shared {
	readonly icon?: IconName;
	/** What it is doing right now. The button keeps its place and its focus, and takes no second click. */
	readonly busy?: boolean;
	readonly onClick?: (event: MouseEvent) => void;
	readonly id?: string;
}

interface ButtonProps extends Shared {
	readonly look?: "primary" | "plain" | "quiet" | "danger";
	readonly type?: "button" | "submit";
	readonly small?: boolean;
	readonly disabled?: boolean;
	readonly children: ComponentChildren;
	readonly expanded?: boolean;
}

/** `aria-disabled` instead of `disabled`: a button that becomes busy must not lose the focus. */
const guarded = ({ busy, onClick }: Shared, disabled = false) => ({
	"aria-disabled": busy || disabled ? ("true" as const) : undefined,
	"aria-busy": busy ? ("true" as const) : undefined,
	onClick: (event: MouseEvent) => {
		if (busy || disabled) event.preventDefault();
		else onClick?.(event);
	},
});

export function Button({ look = "plain", type = "button", small, icon, children, disabled, expanded, id, ...shared }: ButtonProps) {
	return (
		<button id={id} type={type} class={`button ${look}${small ? " small" : ""}`} aria-expanded={expanded} {...guarded(shared, disabled)}>
			{icon && <Icon name={icon} />}
			<span>{children}</span>
		</button>
	);
}

interface IconButtonProps extends Shared {
	readonly icon: IconName;
	/** Read aloud and shown when pointed at. */
	readonly label: string;
	readonly danger?: boolean;
	readonly pressed?: boolean;
}

export function IconButton({ icon, label, danger, pressed, id, ...shared }: IconButtonProps) {
	return (
		<button
			id={id}
			type="button"
			class={`icon-button${danger ? " danger" : ""}`}
			aria-label={label}
			title={label}
			aria-pressed={pressed}
			{...guarded(shared)}
		>
			<Icon name={icon} />
		</button>
	);
}
