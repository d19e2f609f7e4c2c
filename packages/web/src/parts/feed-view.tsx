import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Feed } from "../api/feed.ts";
import { tellLost } from "../api/lost.ts";
import { poll } from "../api/poll.ts";
import { Button } from "./button.tsx";
import { Skeleton } from "./skeleton.tsx";

/** So near to the end, in px, the next block is read. */
const ahead = 2_000;
/** Further down than this, in px, a reader is somewhere else than at the top. */
const topMargin = 120;

const isAtTop = (): boolean => window.scrollY < topMargin;

interface FeedViewProps<Item> {
	readonly feed: Feed<Item>;
	/** `request` of "3 new requests". */
	readonly noun: string;
	readonly empty: ComponentChildren;
	readonly children: (blocks: readonly (readonly Item[])[]) => ComponentChildren;
}

/** Keeps a feed fresh while it is looked at, and reads on when it is scrolled. */
export function FeedView<Item>({ feed, noun, empty, children }: FeedViewProps<Item>) {
	useEffect(() => poll(() => feed.look(isAtTop())), []);
	const blocks = feed.blocks.value;
	if (!blocks) return <Skeleton rows={9} />;
	if (blocks[0]?.length === 0) return <>{empty}</>;
	const toTop = (): void => {
		window.scrollTo({ top: 0 });
		feed.look(true).catch(tellLost);
	};
	return (
		<>
			{feed.waiting.value > 0 && (
				<div class="waiting">
					<Button small look="primary" onClick={toTop}>
						{feed.waiting.value} new {feed.waiting.value === 1 ? noun : `${noun}s`}
					</Button>
				</div>
			)}
			{children(blocks)}
			{feed.complete.value ? <p class="end-of-feed soft">That is all there is.</p> : <MoreWhenNear more={feed.more} />}
		</>
	);
}

function MoreWhenNear({ more }: { readonly more: () => Promise<void> }) {
	const mark = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const read = (): void => void more().catch(tellLost);
		// A block that is read moves the mark out of sight or leaves it there: looked at again either way.
		const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && read(), { rootMargin: `${ahead}px` });
		if (mark.current) observer.observe(mark.current);
		return () => observer.disconnect();
	});
	return (
		<div ref={mark}>
			<Skeleton rows={2} />
		</div>
	);
}
