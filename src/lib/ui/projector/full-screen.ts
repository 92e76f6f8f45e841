/** Whether the page has the whole screen because it asked for it. */
let held = false;

/** Fills the screen with the page, where the browser lets it. */
export function fillScreen(): void {
	if (document.fullscreenElement !== null) return;
	document.documentElement.requestFullscreen?.().then(
		() => (held = true),
		() => {}
	);
}

function giveBack(): void {
	held = false;
	if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => {});
}

export function toggleFullScreen(): void {
	if (document.fullscreenElement === null) fillScreen();
	else giveBack();
}

/**
 * While the page is projected: fills the screen if a hand has just asked for the projection, and gives it back at the
 * end. `escaped` is called when the browser took the screen back itself, as it does for Escape, which it keeps to itself.
 */
export function holdScreen(escaped: () => void): () => void {
	if (navigator.userActivation?.isActive) fillScreen();
	const changed = (): void => {
		if (document.fullscreenElement !== null || !held) return;
		held = false;
		escaped();
	};
	document.addEventListener('fullscreenchange', changed);
	return () => {
		document.removeEventListener('fullscreenchange', changed);
		giveBack();
	};
}
