/** A point of the screen, in its width and its height. */
export type Point = readonly [x: number, y: number];
export type Stroke = readonly Point[];

export type Blank = 'black' | 'white';
/** What the pointer is in the projected picture. */
export type Tool = 'pen' | 'spotlight';

/** What a room needs of the session. */
export interface Projectable {
	readonly deck: { readonly at: number };
}

/** What is opened over everything: the list of keys, the code of the link. */
export type Dialog = 'keys' | 'code';

/** What is laid over the projected picture, for the audience to see. */
export interface Overlay {
	readonly blank: Blank | null;
	/** Where the light falls; null while it is off. */
	readonly spot: Point | null;
	readonly ink: readonly Stroke[];
	/** Only the lane in focus. */
	readonly alone: boolean;
}

/** The blackboard of a class: what lies over the projected picture. On this page only, never in a link. */
export class ClassRoom {
	blank = $state<Blank | null>(null);
	tool = $state<Tool | null>(null);
	/** Only the lane in focus is shown, large. */
	alone = $state(false);
	spot = $state.raw<Point>([0.5, 0.5]);
	ink = $state.raw<readonly Stroke[]>([]);
	/** The place that is being typed; null while none is. */
	typed = $state<string | null>(null);
	dialog = $state<Dialog | null>(null);

	/** Ink that stays with its scene, by the scene's place. */
	#kept = $state.raw<Readonly<Record<number, readonly Stroke[]>>>({});

	constructor(private readonly session: Projectable) {}

	readonly overlay: Overlay = $derived({
		blank: this.blank,
		spot: this.tool === 'spotlight' ? this.spot : null,
		ink: this.ink,
		alone: this.alone
	});

	/** Whether the ink of this scene comes back with it. */
	readonly isKept: boolean = $derived.by(() => this.#kept[this.session.deck.at] !== undefined);

	/** Shows nothing but black or white; again: the picture. */
	toggleBlank(blank: Blank): void {
		this.blank = this.blank === blank ? null : blank;
	}

	toggleDialog(dialog: Dialog): void {
		this.dialog = this.dialog === dialog ? null : dialog;
	}

	toggleTool(tool: Tool): void {
		this.tool = this.tool === tool ? null : tool;
	}

	begin(at: Point): void {
		this.#draw([...this.ink, [at]]);
	}

	/** Goes on with the last stroke. */
	draw(at: Point): void {
		const last = this.ink.at(-1);
		if (last) this.#draw([...this.ink.slice(0, -1), [...last, at]]);
	}

	undo(): void {
		this.#draw(this.ink.slice(0, -1));
	}

	clear(): void {
		this.#draw([]);
	}

	/** Keeps what is drawn with the scene one is in, or no longer. */
	toggleKept(): void {
		const { at } = this.session.deck;
		const { [at]: kept, ...others } = this.#kept;
		this.#kept = kept === undefined ? { ...this.#kept, [at]: this.ink } : others;
	}

	/** Another scene is shown: with what was kept of it. */
	enter(): void {
		this.ink = this.#kept[this.session.deck.at] ?? [];
		this.alone = false;
	}

	/** Shows what another window's room does. */
	mirror({ blank, spot, ink, alone }: Overlay): void {
		this.blank = blank;
		this.tool = spot && 'spotlight';
		if (spot) this.spot = spot;
		this.ink = ink;
		this.alone = alone;
	}

	/** Puts away what is uppermost; false where nothing is. */
	putAway(): boolean {
		if (this.dialog !== null) this.dialog = null;
		else if (this.typed !== null) this.typed = null;
		else if (this.blank !== null) this.blank = null;
		else if (this.tool !== null) this.tool = null;
		else if (this.alone) this.alone = false;
		else return false;
		return true;
	}

	/** The bare picture again, but for the ink. */
	tidy(): void {
		while (this.putAway());
	}

	#draw(ink: readonly Stroke[]): void {
		this.ink = ink;
		if (this.isKept) this.#kept = { ...this.#kept, [this.session.deck.at]: ink };
	}
}
