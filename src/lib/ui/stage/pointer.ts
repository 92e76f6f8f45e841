/** What the pointer does over a picture: `x` and `y` in px from its top left corner. */
export interface Pointer {
	readonly click: (x: number, y: number) => void;
	readonly move: (x: number, y: number) => void;
	readonly leave: () => void;
}

/** Attaches a pointer to a picture. Keys have to do the same elsewhere. */
export const pointer =
	({ click, move, leave }: Pointer) =>
	(node: HTMLElement): (() => void) => {
		const at =
			(does: (x: number, y: number) => void) =>
			(event: MouseEvent): void => {
				const { left, top } = node.getBoundingClientRect();
				does(event.clientX - left, event.clientY - top);
			};
		const [clicked, moved] = [at(click), at(move)];
		node.addEventListener('click', clicked);
		node.addEventListener('pointermove', moved);
		node.addEventListener('pointerleave', leave);
		return () => {
			node.removeEventListener('click', clicked);
			node.removeEventListener('pointermove', moved);
			node.removeEventListener('pointerleave', leave);
		};
	};
