import { useEffect, useState } from "preact/hooks";
import { announce } from "./announcer.tsx";
import { Button } from "./button.tsx";

const shownMs = 2_000;

/** Copies a text and says that it did. */
export function CopyButton({
	text,
	label = "Copy",
	small = true,
}: {
	readonly text: string;
	readonly label?: string;
	readonly small?: boolean;
}) {
	const [copied, setCopied] = useState(false);
	useEffect(() => {
		if (!copied) return;
		const timer = setTimeout(() => setCopied(false), shownMs);
		return () => clearTimeout(timer);
	}, [copied]);
	const copy = async (): Promise<void> => {
		try {
			await navigator.clipboard.writeText(text);
			setCopied(true);
			announce("Copied");
		} catch {
			announce("This browser does not let the page copy; select the text instead");
		}
	};
	return (
		<Button small={small} icon={copied ? "check" : "copy"} onClick={copy}>
			{copied ? "Copied" : label}
		</Button>
	);
}
