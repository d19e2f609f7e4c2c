/** Whether somebody came to a view from within the page: its name takes the focus then. The first view of a visit leaves the focus to the browser. */
let fromWithin = false;

export const comeFromWithin = (): void => {
	fromWithin = true;
};

/** Tells how this view was come to; every later one is come to from within. */
export function arrive(): boolean {
	const before = fromWithin;
	fromWithin = true;
	return before;
}
