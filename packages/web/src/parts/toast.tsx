import { signal } from "@preact/signals";
import { announce } from "./announcer.tsx";
import { IconButton } from "./button.tsx";

const shownMs = 6_000;
const text = signal<string | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells the end of something whose place on the page is gone. What failed is told where it failed, not here. */
export function toast(message: string): void {
	text.value = message;
	announce(message);
	clearTimeout(timer);
	timer = setTimeout(close, shownMs);
}

function close(): void {
	text.value = null;
}

export const Toast = () =>
	text.value === null ? null : (
		<div class="toast">
			<span>{text.value}</span>
			<IconButton icon="close" label="Dismiss" onClick={close} />
		</div>
	);
