import { exampleNames } from '$lib/examples/catalogue';
import type { Recording } from '$lib/recording/recording';
import { Address, type Bar } from './address';
import type { Walk } from './deck';
import { fingerprintOf } from './fingerprint';
import type { Home } from './home';
import { decodeLink, encodeLink, isTooLong, type LinkState } from './link';
import type { Sight } from './payload';
import type { Notice } from './status';
import { jumpPause } from './timing';
import type { Room } from './view';

/** What linking needs of the session. */
export interface Linked {
	readonly home: Home;
	/** What is seen now. */
	readonly sight: Sight;
	readonly recording: Recording | null;
	/** Whether the recording is of the program in the editor. */
	readonly current: boolean;
	readonly deck: { readonly walk: Walk | null };
	notice: Notice | null;
	readonly opening: {
		open(state: LinkState): void;
		/** Goes back to what was left by a jump; false where it is too far from what is seen. */
		goBack(state: LinkState): boolean;
	};
}

/** Keeps the address bar to what is seen, and opens what it holds. */
export class Linking {
	#address: Address | null = null;
	#now: () => number = () => 0;
	/** When the last jump was made, ms. */
	#jumped = -Infinity;

	constructor(private readonly linked: Linked) {}

	/** `now`: milliseconds since 1970. */
	start(bar: Bar, now: () => number): void {
		this.#address = new Address(bar);
		this.#now = now;
	}

	/** Before the page is reloaded or left. */
	leave(): void {
		this.#address?.leave();
	}

	/** Follows the address bar: after opening, "back" and "forward", or a fragment typed by hand. */
	read(): void {
		const { home, recording, sight } = this.linked;
		const fragment = this.#address?.read() ?? '';
		if (recording && fragment === `#${this.link()}`) return;
		const decoded = decodeLink(fragment, exampleNames, home.lesson);
		if (
			decoded.kind === 'state' &&
			this.#address?.isLeft(fragment) &&
			this.linked.opening.goBack(decoded.state)
		)
			return;
		const plain: LinkState = { ...home.sight, view: sight.view, fingerprint: null, walk: home.walk };
		this.linked.opening.open(decoded.kind === 'state' ? decoded.state : plain);
		if (decoded.kind === 'damaged') this.linked.notice = { kind: 'damaged', reason: decoded.reason };
	}

	/** The fragment of this very picture, without `#`; to be opened in `room`. */
	link(room: Room = this.linked.sight.view.room): string {
		const state = this.#state();
		return encodeLink({ ...state, view: { ...state.view, room } }, this.linked.home.lesson);
	}

	/** Whether no link can hold all this. */
	get isTooLong(): boolean {
		return isTooLong(this.#state());
	}

	/** Brings the address up to date, soon. */
	changed(): void {
		this.#address?.replace(() => this.link());
	}

	/** Leaves an entry in the history, to which "back" leads. */
	push(): void {
		this.#address?.push(this.link());
	}

	/** Leaves an entry before a jump. Jumps that follow at once are one. */
	jump(): void {
		const now = this.#now();
		if (now - this.#jumped > jumpPause) this.push();
		this.#jumped = now;
	}

	#state(): LinkState {
		const { sight, recording, current, deck } = this.linked;
		const result = current && sight.source.kind === 'program' ? recording : null;
		return { ...sight, fingerprint: result && fingerprintOf(result), walk: deck.walk };
	}
}
