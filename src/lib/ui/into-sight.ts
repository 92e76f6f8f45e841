/**
 * Scrolls `scroller` just so far that an element in it is in sight. `scrollIntoView` would besides have the next Tab go
 * on from there, wherever the viewer is.
 */
export function bringIntoSight(element: Element, scroller: Element): void {
	const inner = element.getBoundingClientRect();
	const outer = scroller.getBoundingClientRect();
	scroller.scrollBy(
		distance(inner.left, inner.right, outer.left, outer.right),
		distance(inner.top, inner.bottom, outer.top, outer.bottom)
	);
}

/** How far to go for a stretch to lie in another, or to fill it; to its beginning where it is too long. */
export function distance(from: number, to: number, least: number, most: number): number {
	if ((from >= least && to <= most) || (from <= least && to >= most)) return 0;
	return from < least ? from - least : Math.min(to - most, from - least);
}
