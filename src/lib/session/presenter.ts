import type { Moment } from '$lib/recording/moment';
import type { Sight } from './payload';
import type { Revealed } from './prediction.svelte';
import type { Overlay } from './room.svelte';

/**
 * What a presenter's window and an audience's say to each other. The presenter tells what is to be seen; an audience has
 * an engine of its own, steps nothing by itself, and sends on the keys that a remote gave to it.
 */
export type FromPresenter =
	| { readonly kind: 'sight'; readonly serial: number; readonly sight: Sight }
	/** Of the sight with this serial number. */
	| { readonly kind: 'move'; readonly serial: number; readonly moment: Moment; readonly t: number }
	| { readonly kind: 'overlay'; readonly overlay: Overlay }
	| { readonly kind: 'revealed'; readonly revealed: Revealed }
	| { readonly kind: 'end' };

export type FromAudience =
	/** It has just opened and knows nothing. */
	| { readonly kind: 'hello' }
	| { readonly kind: 'here' }
	| { readonly kind: 'bye' }
	| { readonly kind: 'key'; readonly key: string; readonly shiftKey: boolean };

/** Between the windows of one presentation. */
export interface Channel {
	post(message: FromPresenter | FromAudience): void;
	heard: ((message: FromPresenter | FromAudience) => void) | null;
	close(): void;
}

export interface Move {
	readonly moment: Moment;
	readonly t: number;
}

interface Shown {
	/** Counts the sights. */
	readonly serial: number;
	readonly sight: Sight | null;
	readonly move: Move | null;
	readonly overlay: Overlay | null;
	readonly revealed: Revealed | null;
}

const nothing: Shown = { serial: 0, sight: null, move: null, overlay: null, revealed: null };

/** The presenter's end: says what changed, or while it is frozen, nothing. */
export class PresenterEnd {
	#now = nothing;
	/** What the audience has. */
	#sent = this.#now;
	#frozen = false;

	constructor(
		private readonly channel: Channel,
		told: {
			readonly heard: () => void;
			readonly left: () => void;
			readonly key: (key: Extract<FromAudience, { kind: 'key' }>) => void;
		}
	) {
		channel.heard = (message) => {
			if (message.kind === 'bye') return told.left();
			if (message.kind === 'key') told.key(message);
			if (message.kind === 'hello') this.#sendAll();
			if (message.kind === 'hello' || message.kind === 'here') told.heard();
		};
	}

	/** Another program, or another look at it. Its moves begin anew. */
	show(sight: Sight): void {
		this.#change({ serial: this.#now.serial + 1, sight, move: null });
	}

	move(move: Move): void {
		this.#change({ move });
	}

	lay(overlay: Overlay): void {
		this.#change({ overlay });
	}

	/** What became of a prediction, and the hands that were counted. */
	reveal(revealed: Revealed): void {
		this.#change({ revealed });
	}

	/** Keeps the audience's picture as it is; then shows it what has come about meanwhile. */
	freeze(frozen: boolean): void {
		this.#frozen = frozen;
		this.#change({});
	}

	end(): void {
		this.channel.post({ kind: 'end' });
		this.channel.close();
	}

	#change(change: Partial<Shown>): void {
		this.#now = { ...this.#now, ...change };
		if (!this.#frozen) this.#send(this.#sent);
	}

	/** For an audience that has been opened anew: what the others have. */
	#sendAll(): void {
		const known = this.#frozen ? this.#sent : this.#now;
		this.#sent = nothing;
		this.#post(this.#sent, known);
		this.#sent = known;
	}

	#send(before: Shown): void {
		this.#sent = this.#now;
		this.#post(before, this.#now);
	}

	#post(before: Shown, now: Shown): void {
		const { serial, sight, move, overlay, revealed } = now;
		if (sight && serial !== before.serial) this.channel.post({ kind: 'sight', serial, sight });
		if (move && move !== before.move) this.channel.post({ kind: 'move', serial, ...move });
		if (overlay && overlay !== before.overlay) this.channel.post({ kind: 'overlay', overlay });
		if (revealed && revealed !== before.revealed) this.channel.post({ kind: 'revealed', revealed });
	}
}

/** The audience's end: hands on what is to be seen, a move only with the sight that it is of. */
export class AudienceEnd {
	#serial = 0;

	constructor(
		private readonly channel: Channel,
		shows: {
			readonly sight: (sight: Sight) => void;
			readonly move: (move: Move) => void;
			readonly overlay: (overlay: Overlay) => void;
			readonly revealed: (revealed: Revealed) => void;
			readonly ended: () => void;
		}
	) {
		channel.heard = (message) => {
			if (message.kind === 'sight') {
				this.#serial = message.serial;
				shows.sight(message.sight);
			}
			if (message.kind === 'move' && message.serial === this.#serial)
				shows.move({ moment: message.moment, t: message.t });
			if (message.kind === 'overlay') shows.overlay(message.overlay);
			if (message.kind === 'revealed') shows.revealed(message.revealed);
			if (message.kind === 'end') shows.ended();
		};
		channel.post({ kind: 'hello' });
	}

	here(): void {
		this.channel.post({ kind: 'here' });
	}

	sendKey(key: string, shiftKey: boolean): void {
		this.channel.post({ kind: 'key', key, shiftKey });
	}

	bye(): void {
		this.channel.post({ kind: 'bye' });
		this.channel.close();
	}
}
