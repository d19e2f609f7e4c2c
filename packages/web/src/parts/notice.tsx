import type { ComponentChildren } from "preact";
import type { Failure } from "../api/failure.ts";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "good" | "info" | "warn" | "bad";

const iconOf: Readonly<Record<Tone, IconName>> = { good: "check", info: "clock", warn: "warning", bad: "warning" };

interface NoticeProps {
	readonly tone: Tone;
	readonly children: ComponentChildren;
	/** The next step. */
	readonly action?: ComponentChildren;
	/** Interrupts a screen reader; for what a person just did. */
	readonly urgent?: boolean;
}

/** What happened and what to do about it, where it happened. */
export const Notice = ({ tone, children, action, urgent }: NoticeProps) => (
	<div class={`notice ${tone}`} role={urgent ? "alert" : undefined}>
		<Icon name={iconOf[tone]} />
		<div class="notice-text">{children}</div>
		{action && <div class="notice-action">{action}</div>}
	</div>
);

/** A failure with its advice; nothing when there is none. */
export const FailureNotice = ({ failure, action }: { readonly failure: Failure | null; readonly action?: ComponentChildren }) =>
	failure && (
		<Notice tone="bad" urgent action={action}>
			<strong>{failure.message}</strong>
			{failure.hint && <p>{failure.hint}</p>}
		</Notice>
	);
