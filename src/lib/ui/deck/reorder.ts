import type { Attachment } from 'svelte/attachments';

/** Pixels that a pointer goes before it drags: a click is no drag. */
const least = 6;

/**
 * Lets the items of a list, its children, be dragged to another place of it. While it is on, the item has `data-drag`,
 * and the one that it would come to stand at has `data-drop`. Buttons do the same for keys.
 */
export const reorder =
	(move: (from: number, to: number) => void): Attachment<HTMLElement> =>
	(list) => {
		let from = -1;
		let start: PointerEvent | null = null;
		let dragging = false;

		const items = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(':scope > li')];
		const clear = (): void => {
			for (const item of items()) {
				delete item.dataset.drag;
				delete item.dataset.drop;
			}
		};

		function pressed(event: PointerEvent): void {
			if (event.button !== 0 || event.pointerType === 'touch') return;
			from = items().findIndex((item) => event.target instanceof Node && item.contains(event.target));
			start = from < 0 ? null : event;
		}

		function moved(event: PointerEvent): void {
			if (!start) return;
			if (!dragging && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < least)
				return;
			if (!dragging) list.setPointerCapture(event.pointerId);
			dragging = true;
			clear();
			const all = items();
			all[from].dataset.drag = '';
			const to = placeAt(all, event);
			if (to !== from) all[to].dataset.drop = to < from ? 'before' : 'after';
		}

		function released(event: PointerEvent): void {
			const to = dragging ? placeAt(items(), event) : from;
			end();
			if (to !== from) move(from, to);
		}

		function end(): void {
			clear();
			start = null;
			// The click that ends a drag comes after it.
			if (dragging) list.addEventListener('click', swallow, { capture: true, once: true });
			setTimeout(() => list.removeEventListener('click', swallow, { capture: true }));
			dragging = false;
		}

		const listeners = { pointerdown: pressed, pointermove: moved, pointerup: released, pointercancel: end };
		for (const [type, listener] of Object.entries(listeners))
			list.addEventListener(type, listener as EventListener);
		return () => {
			for (const [type, listener] of Object.entries(listeners))
				list.removeEventListener(type, listener as EventListener);
		};
	};

const swallow = (event: Event): void => {
	event.stopPropagation();
	event.preventDefault();
};

/** The item whose middle is nearest to the pointer. */
function placeAt(items: readonly HTMLElement[], { clientX, clientY }: PointerEvent): number {
	const distances = items.map((item) => {
		const box = item.getBoundingClientRect();
		return Math.hypot(box.x + box.width / 2 - clientX, box.y + box.height / 2 - clientY);
	});
	return distances.indexOf(Math.min(...distances));
}
