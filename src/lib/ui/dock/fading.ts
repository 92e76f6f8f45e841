/** Tells a strip that scrolls sideways how wide to fade its edges: where it goes on there. CSS reads both. */
export function fading(strip: HTMLElement): () => void {
	const look = (): void => {
		const { scrollLeft, scrollWidth, clientWidth } = strip;
		const isMore = { before: scrollLeft > 1, after: scrollLeft + clientWidth < scrollWidth - 1 };
		strip.style.setProperty('--fade-before', isMore.before ? '32px' : '0px');
		strip.style.setProperty('--fade-after', isMore.after ? '32px' : '0px');
	};
	const sizes = new ResizeObserver(look);
	sizes.observe(strip);
	for (const child of strip.children) sizes.observe(child);
	strip.addEventListener('scroll', look, { passive: true });
	return () => {
		sizes.disconnect();
		strip.removeEventListener('scroll', look);
	};
}
