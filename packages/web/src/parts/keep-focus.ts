const focusable = "button, a[href], input, select, textarea, [tabindex]";

/**
 * Keeps the focus when what had it goes away (a button that did its work, a row that was removed): it moves to the nearest thing that is still there and
 * held it. Called once, for the whole page.
 */
export function keepFocus(root: HTMLElement): void {
	let last: Element | null = null;
	let around: readonly Element[] = [];

	root.addEventListener("focusin", ({ target }) => {
		if (!(target instanceof Element)) return;
		last = target;
		around = ancestorsOf(target);
	});
	new MutationObserver(() => {
		if (!last || last.isConnected || document.activeElement !== document.body) return;
		const home = around.find((element) => element.isConnected && element.querySelector(focusable));
		const next = home?.querySelector(focusable);
		last = null;
		if (next instanceof HTMLElement) next.focus();
	}).observe(root, { childList: true, subtree: true });
}

function ancestorsOf(element: Element): readonly Element[] {
	const found: Element[] = [];
	for (let at = element.parentElement; at; at = at.parentElement) found.push(at);
	return found;
}
