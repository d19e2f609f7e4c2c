import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./button.tsx";

interface DialogProps {
	readonly title: string;
	/** Also called for Escape, and for a click beside it. */
	readonly onClose: () => void;
	readonly children: ComponentChildren;
	readonly wide?: boolean;
	/** What a person has typed in must not go by a stray click. */
	readonly keepOpen?: boolean;
}

/** The browser's own modal dialog: it keeps the focus inside, closes by Escape, and gives the focus back. */
export function Dialog({ title, onClose, children, wide, keepOpen }: DialogProps) {
	const element = useRef<HTMLDialogElement>(null);
	const titleId = useId();

	// Before the effects of what is inside, which may move the focus on.
	useLayoutEffect(() => {
		const dialog = element.current;
		const opener = document.activeElement;
		dialog?.showModal();
		return () => {
			dialog?.close();
			// The dialog is gone from the page by now, so the browser no longer gives the focus back by itself.
			if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
		};
	}, []);

	const onCancel = (event: Event): void => {
		event.preventDefault();
		onClose();
	};
	return (
		<dialog
			ref={element}
			class={wide ? "dialog wide" : "dialog"}
			aria-labelledby={titleId}
			closedby={keepOpen ? "closerequest" : "any"}
			onCancel={onCancel}
		>
			<div class="dialog-body">
				<header class="dialog-head">
					<h2 id={titleId} tabIndex={-1}>
						{title}
					</h2>
					<IconButton icon="close" label="Close" onClick={onClose} />
				</header>
				{children}
			</div>
		</dialog>
	);
}
