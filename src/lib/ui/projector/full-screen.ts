/** Fills the screen with the page, where the browser lets it. */
export function fillScreen(): void {
	const { documentElement: page } = document;
	if (document.fullscreenElement === null) page.requestFullscreen?.().catch(() => {});
}

function giveBack(): void {
	if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => {});
}

let given = false;

export function toggleFullScreen(): void {
	if (document.fullscreenElement === null) return fillScreen();
	given = true;
	giveBack();
}

/**
 * While the page is projected: fills the screen if a hand has just asked for the projection, and gives it back at the
 * end. `escaped` is called when the browser took the screen back itself, as it does for Escape, which it keeps to itself.
 */
export function holdScreen(escaped: () => void): () => void {
	if (navigator.userActivation?.isActive) fillScreen();
	const changed = (): void => {
		if (document.fullscreenElement === null && !given) escaped();
		given = false;
	};
	document.addEventListener('fullscreenchange', changed);
	return () => {
		document.removeEventListener('fullscreenchange', changed);
		giveBack();
	};
}
