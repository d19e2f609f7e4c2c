import { signal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

interface LazyOptions<Props> {
	/** Stands there until the code does. */
	readonly waiting?: ComponentChildren;
	/** What the words stand in when it does not come. */
	readonly frame?: (words: ComponentChildren, props: Props) => ComponentChildren;
}

/** A component whose code comes when it is shown first. */
export function lazy<Props extends object>(
	load: () => Promise<ComponentType<Props>>,
	{ waiting = null, frame = (words) => words }: LazyOptions<Props> = {},
): ComponentType<Props> {
	const code = signal<ComponentType<Props> | null>(null);
	const failed = signal(false);
	const fetchCode = async (): Promise<void> => {
		if (code.value) return;
		failed.value = false;
		try {
			code.value = await load();
		} catch {
			failed.value = true;
		}
	};
	return (props) => {
		useEffect(() => void fetchCode(), []);
		const Code = code.value;
		if (Code) return <Code {...props} />;
		return <>{failed.value ? frame(<NotLoaded />, props) : waiting}</>;
	};
}

/** The document may be of a version whose code is no longer there: only the newest document knows where it lies now. */
const NotLoaded = () => (
	<Notice tone="bad" urgent action={<Button onClick={() => location.reload()}>Reload</Button>}>
		<strong>This part of the page could not be loaded.</strong>
		<p>The gateway was updated meanwhile, or it does not answer. Reload the page to go on.</p>
	</Notice>
);
